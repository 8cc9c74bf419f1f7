//! Values of lifted variables: what stood in the operation as a literal, to be filled with the
//! client's variables at request time.

use apollo_compiler::{
    Name, Schema,
    ast::{Type, Value as Literal},
    schema::ExtendedType,
};
use contract::ErrorCode;
use gateway_operation::{RequestError, Variables, variables::literal_to_json};
use serde_json::{Map, Value};

/// A variable that planning has put in the place of an argument's value.
#[derive(Debug, Clone, PartialEq)]
pub struct LiftedVariable {
    /// Without `$`.
    pub name: String,
    /// The argument's type, as printed.
    pub type_text: String,
    /// Its value.
    pub template: Template,
}

/// A value with places for the client's variables.
#[derive(Debug, Clone, PartialEq)]
pub enum Template {
    /// A value without variables, coerced to its type.
    Constant(Value),
    /// A variable of the client.
    Variable {
        /// Without `$`.
        name: String,
        /// Taken when the client gives no value.
        default: Option<Value>,
        /// Whether null cannot stand here.
        non_null: bool,
    },
    /// No value: the argument is as good as not there.
    Absent,
    /// A list with a variable in it.
    List(Vec<Template>),
    /// An object with a variable in it. A field whose variable has no value is left out.
    Object(Vec<(String, Template)>),
}

impl LiftedVariable {
    /// The value for a request; none when the client leaves the variable out that it is made of.
    ///
    /// # Errors
    /// [`ErrorCode::VariablesInvalid`] when a variable is null where null cannot stand.
    pub fn evaluate(&self, variables: &Variables) -> Result<Option<Value>, RequestError> {
        self.template.evaluate(variables)
    }
}

impl Template {
    fn evaluate(&self, variables: &Variables) -> Result<Option<Value>, RequestError> {
        match self {
            Self::Constant(value) => Ok(Some(value.clone())),
            Self::Absent => Ok(None),
            Self::Variable { name, default, non_null } => {
                let value = variables.get(name).or(default.as_ref());
                if *non_null && value.is_none_or(Value::is_null) {
                    let message = format!("the variable ${name} must have a value here, not null");
                    return Err(RequestError::new(ErrorCode::VariablesInvalid, message));
                }
                Ok(value.cloned())
            }
            Self::List(items) => items
                .iter()
                .map(|item| Ok(item.evaluate(variables)?.unwrap_or(Value::Null)))
                .collect::<Result<_, _>>()
                .map(|items| Some(Value::Array(items))),
            Self::Object(fields) => {
                let mut object = Map::new();
                for (name, field) in fields {
                    object.extend(field.evaluate(variables)?.map(|value| (name.clone(), value)));
                }
                Ok(Some(Value::Object(object)))
            }
        }
    }
}

/// Makes templates of literals, by their types.
pub(super) struct Templates<'a> {
    pub(super) schema: &'a Schema,
}

impl Templates<'_> {
    /// The template of a value of a type; `default` is what the schema gives for no value.
    pub(super) fn of(
        &self,
        ty: &Type,
        literal: &Literal,
        default: Option<&Literal>,
    ) -> Result<Template, String> {
        if !has_variables(literal) {
            return literal_to_json(self.schema, ty, literal).map(Template::Constant);
        }
        match (literal, ty) {
            (Literal::Variable(name), _) => self.variable(name, ty, default),
            (Literal::List(items), Type::List(item) | Type::NonNullList(item)) => items
                .iter()
                .map(|literal| self.of(item, literal, None))
                .collect::<Result<_, _>>()
                .map(Template::List),
            (_, Type::List(item) | Type::NonNullList(item)) => {
                Ok(Template::List(vec![self.of(item, literal, None)?]))
            }
            (Literal::Object(fields), Type::Named(name) | Type::NonNullNamed(name)) => {
                self.object(name, fields)
            }
            (Literal::List(items), _) => {
                let items = items.iter().map(|item| self.of(ty, item, None));
                items.collect::<Result<_, _>>().map(Template::List)
            }
            _ => Err(format!(" has a value that {ty} cannot take")),
        }
    }

    fn variable(
        &self,
        name: &Name,
        ty: &Type,
        default: Option<&Literal>,
    ) -> Result<Template, String> {
        let default =
            default.map(|default| literal_to_json(self.schema, ty, default)).transpose()?;
        Ok(Template::Variable { name: name.to_string(), default, non_null: ty.is_non_null() })
    }

    fn object(
        &self,
        type_name: &Name,
        fields: &[(Name, apollo_compiler::Node<Literal>)],
    ) -> Result<Template, String> {
        let Some(ExtendedType::InputObject(definition)) = self.schema.types.get(type_name) else {
            // A custom scalar: nothing is known of what is in it.
            let anything = Type::Named(type_name.clone());
            let fields = fields
                .iter()
                .map(|(name, value)| Ok((name.to_string(), self.of(&anything, value, None)?)));
            return fields.collect::<Result<_, String>>().map(Template::Object);
        };
        let mut templates = Vec::new();
        for (name, field) in &definition.fields {
            let default = field.default_value.as_deref();
            let given = fields.iter().find(|(given, _)| given == name).map(|(_, value)| &**value);
            if let Some(literal) = given.or(default) {
                let template = self
                    .of(&field.ty, literal, default)
                    .map_err(|problem| format!(".{name}{problem}"))?;
                templates.push((name.to_string(), template));
            }
        }
        Ok(Template::Object(templates))
    }
}

fn has_variables(literal: &Literal) -> bool {
    match literal {
        Literal::Variable(_) => true,
        Literal::List(items) => items.iter().any(|item| has_variables(item)),
        Literal::Object(fields) => fields.iter().any(|(_, value)| has_variables(value)),
        _ => false,
    }
}

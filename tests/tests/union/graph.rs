//! The district's schema as the generator reads it: fields, arguments, and what routes.

use std::collections::BTreeMap;

use apollo_compiler::{
    Node, Schema,
    ast::{DirectiveList, InputValueDefinition, Type},
    schema::ExtendedType,
};

/// The schema that every partition and every oracle serves.
pub struct Graph {
    types: BTreeMap<String, Kind>,
    roots: Vec<FieldDefinition>,
}

/// The root field of the city service that leads to a district, whose lists are then looked up at
/// their owner.
pub const ENTITY_ROOT: &str = "district";

/// A type.
pub enum Kind {
    /// An object, an interface or a union, with its fields and, unless it is an object, the types
    /// behind it.
    Composite {
        fields: Vec<FieldDefinition>,
        possible: Vec<String>,
    },
    /// The names of an enum.
    Enum(Vec<String>),
    /// The fields of an input object.
    Input(Vec<InputDefinition>),
    Scalar,
}

/// A field.
#[derive(Clone)]
pub struct FieldDefinition {
    pub name: String,
    pub named_type: String,
    pub non_null: bool,
    pub arguments: Vec<InputDefinition>,
}

/// An argument, or a field of an input object.
#[derive(Clone)]
pub struct InputDefinition {
    pub name: String,
    pub type_text: String,
    pub named_type: String,
    pub is_list: bool,
    pub is_required: bool,
    pub route: Option<Route>,
}

/// What a value says about partitions.
#[derive(Clone, PartialEq, Eq)]
pub enum Route {
    Key,
    Id,
    Label(String),
}

impl Graph {
    /// Reads the SDL of the district service.
    pub fn read() -> Self {
        let builder = Schema::builder().adopt_orphan_extensions();
        let read = builder.parse(district::sdl(), "district.graphql").build();
        // The directives of federation are not defined in the text, which is of no interest here.
        let schema = read.unwrap_or_else(|errors| errors.partial);
        let types = schema.types.iter();
        let types = types.map(|(name, ty)| (name.to_string(), Kind::read(&schema, name, ty)));
        let types: BTreeMap<String, Kind> = types.collect();
        let Some(Kind::Composite { fields, .. }) = types.get("Query") else {
            panic!("the district has root fields");
        };
        let roots = fields.iter().filter(|field| !field.name.starts_with('_')).cloned();
        let roots = roots.chain([FieldDefinition::entity_root()]).collect();
        Self { types, roots }
    }

    /// The root fields that clients may ask for.
    pub fn roots(&self) -> impl Iterator<Item = &FieldDefinition> {
        self.roots.iter()
    }

    pub fn root(&self, name: &str) -> &FieldDefinition {
        self.roots().find(|field| field.name == name).expect("a root field of the district")
    }

    pub fn kind(&self, name: &str) -> &Kind {
        self.types.get(name).unwrap_or(&Kind::Scalar)
    }

    pub fn fields(&self, name: &str) -> &[FieldDefinition] {
        match self.kind(name) {
            Kind::Composite { fields, .. } => fields,
            _ => &[],
        }
    }

    pub fn inputs(&self, name: &str) -> &[InputDefinition] {
        match self.kind(name) {
            Kind::Input(fields) => fields,
            _ => &[],
        }
    }
}

impl Kind {
    fn read(schema: &Schema, name: &str, ty: &ExtendedType) -> Self {
        let field = |field: &apollo_compiler::schema::FieldDefinition| FieldDefinition {
            name: field.name.to_string(),
            named_type: field.ty.inner_named_type().to_string(),
            non_null: field.ty.is_non_null(),
            arguments: field.arguments.iter().map(|input| InputDefinition::read(input)).collect(),
        };
        match ty {
            ExtendedType::Object(object) => Self::Composite {
                fields: object.fields.values().map(|it| field(it)).collect(),
                possible: Vec::new(),
            },
            ExtendedType::Interface(interface) => Self::Composite {
                fields: interface.fields.values().map(|it| field(it)).collect(),
                possible: implementers(schema, name),
            },
            ExtendedType::Enum(values) => {
                Self::Enum(values.values.keys().map(ToString::to_string).collect())
            }
            ExtendedType::InputObject(input) => {
                Self::Input(input.fields.values().map(|it| InputDefinition::read(it)).collect())
            }
            ExtendedType::Union(union) => Self::Composite {
                fields: Vec::new(),
                possible: union.members.iter().map(ToString::to_string).collect(),
            },
            ExtendedType::Scalar(_) => Self::Scalar,
        }
    }
}

fn implementers(schema: &Schema, interface: &str) -> Vec<String> {
    let objects = schema.types.values().filter_map(ExtendedType::as_object);
    objects
        .filter(|object| object.implements_interfaces.iter().any(|it| it.as_str() == interface))
        .map(|object| object.name.to_string())
        .collect()
}

impl FieldDefinition {
    fn entity_root() -> Self {
        let code = InputDefinition {
            name: "code".to_owned(),
            type_text: "DistrictCode!".to_owned(),
            named_type: "DistrictCode".to_owned(),
            is_list: false,
            is_required: true,
            route: Some(Route::Key),
        };
        Self {
            name: ENTITY_ROOT.to_owned(),
            named_type: "District".to_owned(),
            non_null: false,
            arguments: vec![code],
        }
    }
}

impl InputDefinition {
    fn read(input: &InputValueDefinition) -> Self {
        let ty: &Node<Type> = &input.ty;
        Self {
            name: input.name.to_string(),
            type_text: ty.to_string(),
            named_type: ty.inner_named_type().to_string(),
            is_list: ty.is_list(),
            is_required: ty.is_non_null() && input.default_value.is_none(),
            route: route(&input.directives),
        }
    }
}

fn route(directives: &DirectiveList) -> Option<Route> {
    let route = directives.get("route")?;
    match route.specified_argument_by_name("by")?.as_enum()?.as_str() {
        "KEY" => Some(Route::Key),
        "ID" => Some(Route::Id),
        _ => {
            let label = route.specified_argument_by_name("label")?.as_str()?;
            Some(Route::Label(label.to_owned()))
        }
    }
}

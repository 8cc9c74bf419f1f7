//! Fields that are lists. All of them take the same arguments, and async-graphql has no way to share
//! arguments between fields, so they are written here, once. The lists of a type are an object of
//! their own, which is flattened into the type.

/// Makes an object of lists. A field is `name: Row = |pattern| list`: the pattern takes the object
/// apart, the list is a [`super::ListOf`]. With `|pattern, ctx|` it may look at the request, and in
/// parentheses after its name it may take one argument more.
macro_rules! list_fields {
    (impl $lists:ty { $(
        $(#[$attribute:meta])*
        $field:ident $(($(#[$argument_attribute:meta])* $argument:ident: $argument_type:ty $(,)?))?:
            $row:ident = |$lists_pattern:pat_param $(, $ctx:ident)?| $list:expr;
    )+ }) => {
        #[async_graphql::Object]
        impl $lists { $(
            $(#[$attribute])*
            #[expect(clippy::too_many_arguments, reason = "these are the arguments of the field")]
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                $($(#[$argument_attribute])* $argument: $argument_type,)?
                #[graphql(desc = "What the rows must meet.")]
                filter: Option<<$row as $crate::listing::Listed>::Filter>,
                #[graphql(desc = "How the list is ordered.", default)]
                order_by: <$row as $crate::listing::Listed>::Order,
                #[graphql(
                    desc = "How many rows from the start of the list; 20 when neither this nor `last` is given, at most 100."
                )]
                first: Option<i32>,
                #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
                #[graphql(desc = "How many rows from the end of the list, at most 100.")]
                last: Option<i32>,
                #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
            ) -> subgraph_server::Result<$crate::listing::Connection<$row>> {
                let $lists_pattern = self;
                $(let $ctx = ctx;)?
                let list = $list;
                let page = storage::PageRequest { first, last, after, before };
                $crate::listing::page(ctx, list, filter, order_by, page).await
            }
        )+ }
    };
}

/// Makes an object of root fields that are lists of the whole service, `name: Row`.
macro_rules! root_lists {
    (impl $lists:ty { $($(#[$attribute:meta])* $field:ident: $row:ident;)+ }) => {
        $crate::listing::list_fields! {
            impl $lists { $(
                $(#[$attribute])*
                #[graphql(directive = subgraph_server::graphql::merge::apply(
                    subgraph_server::graphql::MergeLaw::Connection,
                    None
                ))]
                $field(
                    #[graphql(
                        desc = "Only these districts; all when it is left out.",
                        directive = subgraph_server::graphql::route::apply(
                            subgraph_server::graphql::RouteBy::Key,
                            None
                        )
                    )]
                    districts: Option<Vec<subgraph_server::graphql::DistrictCode>>
                ): $row = |_| $crate::listing::ListOf::Districts(districts);
            )+ }
        }
    };
}

pub(crate) use {list_fields, root_lists};

//! Runs operations with what lives as long as one request: the caller, and what the service adds,
//! such as fresh loaders. HTTP requests and operations of a subscription connection both come here.

use std::sync::Arc;

use async_graphql::{Data, Executor, Request, Response};
use contract::{ErrorCode, identity::CallerContext};
use futures::{StreamExt as _, stream::BoxStream};

use crate::{
    error_codes::{give_codes, operation_error, parse_error},
    guard,
};

/// Adds to the data of a request.
pub(crate) type RequestData = Arc<dyn Fn(&CallerContext, &mut Data) + Send + Sync>;

/// The schema, for one caller.
#[derive(Clone)]
pub(crate) struct CallerExecutor<E> {
    pub(crate) schema: E,
    pub(crate) caller: CallerContext,
    pub(crate) request_data: RequestData,
}

impl<E: Executor> CallerExecutor<E> {
    /// Guards and parses the operation, and adds what lives as long as it.
    fn prepare(&self, mut request: Request) -> Result<Request, Box<Response>> {
        let too_complex =
            |message| Box::new(operation_error(ErrorCode::OperationTooComplex, message));
        guard::check_text(&request.query).map_err(too_complex)?;
        // Parsing here tells a text that is no GraphQL from one that does not fit the schema.
        let document = request.parsed_query().map_err(|error| Box::new(parse_error(error)))?;
        guard::check_document(document).map_err(too_complex)?;
        (self.request_data)(&self.caller, &mut request.data);
        request.data.insert(self.caller.clone());
        Ok(request)
    }
}

impl<E: Executor> Executor for CallerExecutor<E> {
    async fn execute(&self, request: Request) -> Response {
        match self.prepare(request) {
            Ok(request) => give_codes(self.schema.execute(request).await),
            Err(response) => *response,
        }
    }

    fn execute_stream(
        &self,
        request: Request,
        session_data: Option<Arc<Data>>,
    ) -> BoxStream<'static, Response> {
        match self.prepare(request) {
            Ok(request) => {
                self.schema.execute_stream(request, session_data).map(give_codes).boxed()
            }
            Err(response) => futures::stream::once(async move { *response }).boxed(),
        }
    }
}

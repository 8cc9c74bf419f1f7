//! The headers of the calls of a request, the caller signed. A subscription makes them again from
//! time to time, as a signed caller does not last as long.

use std::sync::Arc;

use contract::identity::{CallerContext, SigningKey};
use gateway_subgraph_client::{CallerSigner, OutgoingHeaders};

use crate::{
    call_headers::{CallHeaders, HeaderPolicy},
    policy::PartitionPolicy,
    request::ExecutionRequest,
};

/// Makes headers. Cloning shares what was signed.
#[derive(Debug, Clone)]
pub(crate) struct HeaderMaker(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    signer: Option<CallerSigner>,
    policy: HeaderPolicy,
    /// What is demanded of partitions whatever a request says.
    floor: PartitionPolicy,
}

impl HeaderMaker {
    pub(crate) fn new(
        key: Option<SigningKey>,
        policy: HeaderPolicy,
        floor: PartitionPolicy,
    ) -> Self {
        Self(Arc::new(Parts { signer: key.map(CallerSigner::new), policy, floor }))
    }

    /// The headers of all calls for a request in the name of a caller.
    pub(crate) fn headers<'r>(
        &self,
        request: &'r ExecutionRequest,
        caller: &CallerContext,
    ) -> CallHeaders<'r> {
        let headers = OutgoingHeaders::new().with_request_id(&request.request_id);
        let headers = match &self.0.signer {
            Some(signer) => headers.with_caller(signer, caller),
            None => headers,
        };
        let demand = request.policy.for_those_below(&self.0.floor);
        let headers = headers.with_partition_policy(&demand.to_string());
        CallHeaders::new(&self.0.policy, headers, &request.client_headers, &request.plan)
    }
}

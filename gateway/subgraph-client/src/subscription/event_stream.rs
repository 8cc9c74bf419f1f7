//! A subscription as server-sent events: one request whose answer does not end before the events
//! do.

use bytes::Bytes;
use http::{
    HeaderValue, Method, Request, Response, StatusCode,
    header::{ACCEPT, CONTENT_TYPE},
};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;

use super::{Service, SourceEvent, SubscriptionCall, sse_parser::SseParser};
use crate::{
    CallError,
    body::{self, BodyError},
    connections::{is_json, refusal},
};

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");

/// An open stream of events.
#[derive(Debug)]
pub(super) struct EventStream {
    name: String,
    limit: usize,
    state: State,
}

#[derive(Debug)]
enum State {
    Open {
        body: Incoming,
        parser: SseParser,
    },
    /// The service answered at once, without a stream.
    Refused(Bytes),
    Ended,
}

impl EventStream {
    pub(super) async fn open(
        service: Service<'_>,
        call: &SubscriptionCall<'_>,
    ) -> Result<Self, CallError> {
        let mut request = Request::new(Full::new(call.body.clone()));
        *request.method_mut() = Method::POST;
        *request.headers_mut() = call.headers.for_subscription();
        request.headers_mut().insert(ACCEPT, EVENT_STREAM);
        let response = service.request(request).await?;
        let limit = service.config.max_event_bytes;
        let state = match content_type(&response) {
            "text/event-stream" if response.status() == StatusCode::OK => {
                State::Open { body: response.into_body(), parser: SseParser::new(limit) }
            }
            found if is_json(found) => State::Refused(read_answer(response, limit).await?),
            _ if !response.status().is_success() => {
                return Err(refusal(&response));
            }
            found => {
                return Err(CallError::ContentType { found: found.chars().take(100).collect() });
            }
        };
        Ok(Self { name: service.name, limit, state })
    }

    pub(super) async fn next(&mut self) -> Result<SourceEvent, CallError> {
        let next = match &mut self.state {
            State::Open { body, parser } => next_event(body, parser).await,
            State::Refused(answer) => Ok(SourceEvent::Refused(std::mem::take(answer))),
            State::Ended => Ok(SourceEvent::Complete),
        };
        if !matches!(next, Ok(SourceEvent::Next(_))) {
            self.state = State::Ended;
        }
        next.map_err(|end| match end {
            End::TooLarge => CallError::TooLarge { limit: self.limit },
            End::Lost(source) => {
                CallError::Lost { endpoint: self.name.clone(), source: source.into() }
            }
        })
    }
}

/// Why a stream ended that was not complete.
enum End {
    TooLarge,
    Lost(Box<dyn std::error::Error + Send + Sync>),
}

async fn next_event(body: &mut Incoming, parser: &mut SseParser) -> Result<SourceEvent, End> {
    loop {
        while let Some(event) = parser.next().map_err(|_| End::TooLarge)? {
            match event.name.as_str() {
                "next" => return Ok(SourceEvent::Next(event.data)),
                "complete" => return Ok(SourceEvent::Complete),
                _ => {}
            }
        }
        match body.frame().await {
            Some(Ok(frame)) => {
                if let Some(bytes) = frame.data_ref() {
                    parser.feed(bytes);
                }
            }
            Some(Err(error)) => return Err(End::Lost(error.into())),
            None => return Err(End::Lost("the stream ended before it was complete".into())),
        }
    }
}

async fn read_answer(response: Response<Incoming>, limit: usize) -> Result<Bytes, CallError> {
    let refused = refusal(&response);
    body::read_bounded(response.into_body(), limit).await.map_err(|error| match error {
        BodyError::TooLarge => CallError::TooLarge { limit },
        BodyError::Lost(_) => refused,
    })
}

fn content_type(response: &Response<Incoming>) -> &str {
    let value = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let value = value.unwrap_or_default();
    if value.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("text/event-stream")
    {
        return "text/event-stream";
    }
    value
}

//! Bodies that are no GraphQL requests.

use axum::{
    body::Body,
    http::{Request, StatusCode, header::CONTENT_TYPE},
};

use crate::client::{body, config, request, router, send, with_header};

#[tokio::test]
async fn what_is_no_request_is_refused() {
    for text in [
        "",
        "{",
        "[]",
        "17",
        r#"{"query": 17}"#,
        "{}",
        r#"{"query": ""}"#,
        r#"[{"query": "{ hello }"}]"#,
    ] {
        let answer = send(router(), body(text)).await;
        let expected = (StatusCode::BAD_REQUEST, "BAD_REQUEST".to_owned());
        assert_eq!((answer.status, answer.code()), expected, "{text:?}");
    }
}

#[tokio::test]
async fn other_content_types_are_refused() {
    for content_type in
        ["text/plain", "application/graphql", "multipart/form-data; boundary=x", "json"]
    {
        let request = with_header(request("{ hello }"), "content-type", content_type);
        let answer = send(router(), request).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type}");
        assert_eq!(answer.code(), "UNSUPPORTED_MEDIA_TYPE");
    }
    let mut without = request("{ hello }");
    without.headers_mut().remove(CONTENT_TYPE);
    assert_eq!(send(router(), without).await.code(), "UNSUPPORTED_MEDIA_TYPE");
}

#[tokio::test]
async fn parameters_of_the_content_type_do_not_matter() {
    let request =
        with_header(request("{ hello }"), "content-type", "Application/JSON; charset=utf-8");
    assert_eq!(send(router(), request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let answer = send(router(), body("x".repeat(config().max_body_bytes + 1))).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.code(), "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn other_methods_are_refused() {
    let request = Request::get("/graphql").body(Body::empty()).expect("a valid request");
    let answer = send(router(), request).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(
        (answer.code().as_str(), &answer.headers["allow"]),
        ("METHOD_NOT_ALLOWED", &"POST".parse().expect("a header"))
    );
}

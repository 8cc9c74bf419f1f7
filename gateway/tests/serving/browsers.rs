//! What pages of other sites may do with a user's browser.

use serde_json::json;

use crate::support::TestGateway;

const QUERY: &str = "/graphql?query=%7Bhello%7D";
const BROWSER: (&str, &str) = ("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0)");
const HOME: &str = "https://city.example";

#[tokio::test]
async fn what_a_browser_sends_unasked_is_refused() {
    let gateway = TestGateway::start("").await;
    let refused = gateway.client.get(QUERY, &[BROWSER, ("accept", "*/*")]).await;
    assert_eq!((refused.status, refused.code()), (403, "PREFLIGHT_REQUIRED".into()));
    let body = json!({ "query": "mutation { greet }" }).to_string();
    let form = gateway.client.post(&[BROWSER, ("content-type", "text/plain")], &body).await;
    assert_eq!(form.status, 415);
    assert!(gateway.greeter.bodies().is_empty());

    let asked = gateway.client.get(QUERY, &[BROWSER, ("graphql-require-preflight", "1")]).await;
    assert_eq!(asked.status, 200);
    let own_page = gateway.client.get(QUERY, &[BROWSER, ("sec-fetch-site", "same-origin")]).await;
    assert_eq!(own_page.status, 200);
    assert_eq!(gateway.client.post(&[BROWSER], &body).await.status, 200);
}

#[tokio::test]
async fn the_rule_can_be_switched_off() {
    let gateway = TestGateway::start("[http]\ncsrf_prevention = false").await;
    assert_eq!(gateway.client.get(QUERY, &[BROWSER]).await.status, 200);
}

#[tokio::test]
async fn no_page_of_another_origin_reads_answers_until_it_is_named() {
    let gateway = TestGateway::start("").await;
    let preflight = [
        ("origin", HOME),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let answer = gateway.client.send("OPTIONS", "/graphql", &preflight, "").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);

    let settings = format!("[http.cors]\norigins = [\"{HOME}\"]\ncredentials = true");
    let gateway = TestGateway::start(&settings).await;
    let answer = gateway.client.send("OPTIONS", "/graphql", &preflight, "").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("access-control-allow-origin"), Some(HOME));
    assert_eq!(answer.header("access-control-allow-credentials"), Some("true"));
    assert_eq!(answer.header("access-control-allow-methods"), Some("GET,POST,PUT,DELETE"));
    assert_eq!(answer.header("access-control-allow-headers"), Some("content-type"));
    assert_eq!(answer.header("access-control-max-age"), Some("7200"));
    let body = json!({ "query": "{ hello }" }).to_string();
    let answer = gateway.client.post(&[BROWSER, ("origin", HOME)], &body).await;
    assert_eq!(answer.json(), json!({ "data": { "hello": "hi" } }));
    assert_eq!(answer.header("access-control-allow-origin"), Some(HOME));
    assert!(
        answer.header("access-control-expose-headers").is_some_and(|h| h.contains("request-id"))
    );

    let foreign = [("origin", "https://elsewhere.example"), preflight[1], preflight[2]];
    let answer = gateway.client.send("OPTIONS", "/graphql", &foreign, "").await;
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[tokio::test]
async fn everyone_may_read_when_it_says_so() {
    let gateway = TestGateway::start("[http.cors]\norigins = [\"*\"]").await;
    let body = json!({ "query": "{ hello }" }).to_string();
    let answer = gateway.client.post(&[BROWSER, ("origin", HOME)], &body).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
}

#[tokio::test]
async fn graphiql_is_served_with_a_policy_and_nothing_from_elsewhere() {
    let gateway = TestGateway::start("").await;
    let page = gateway.client.get("/", &[BROWSER]).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'none'"));
    assert!(!page.text().contains("//"), "{}", page.text());
    let text = page.text();
    let paths: Vec<&str> = text.split('"').filter(|part| part.starts_with("/graphiql/")).collect();
    assert_eq!(paths.len(), 5);
    for path in paths {
        let asset = gateway.client.get(path, &[BROWSER, ("accept-encoding", "gzip")]).await;
        assert_eq!(asset.status, 200, "{path}");
    }
    let off = TestGateway::start("[graphiql]\nenabled = false").await;
    assert_eq!(off.client.get("/", &[]).await.status, 404);
}

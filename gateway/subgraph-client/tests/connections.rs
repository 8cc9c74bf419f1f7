//! Connections over real sockets: when one is used again, and when it is closed.

mod service;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use futures::future::join_all;
use gateway_subgraph_client::{
    Answer, Call, CallError, ClientConfig, Effect, OutgoingHeaders, Replicas, SubgraphClient,
};
use tokio::time::{Instant, sleep};

use service::{Gate, Script, Service, until};

/// A call of its own, which no other one answers. It is sent once, whatever comes of it.
async fn send(
    client: &SubgraphClient,
    replicas: &Arc<Replicas>,
    number: usize,
) -> Result<Answer, CallError> {
    let headers = Arc::new(OutgoingHeaders::new());
    let call = Call {
        body: Bytes::from(format!("{{\"number\":{number}}}")),
        headers: &headers,
        deadline: Instant::now() + Duration::from_secs(20),
        effect: Effect::Write,
    };
    client.call(replicas, call).await
}

/// Lets the runtime see what has come to its sockets.
async fn look_around() {
    sleep(Duration::from_millis(1)).await;
}

#[tokio::test]
async fn one_that_the_service_closed_while_it_was_idle_is_replaced() {
    let gate = Gate::closed();
    let good = Script::json("{}");
    let closing = good.clone().closing().ending_behind(&gate);
    let service = Service::in_turn([closing, good]).await;
    let (client, replicas) = (SubgraphClient::new(ClientConfig::default()), service.replicas());
    send(&client, &replicas, 0).await.expect("an answer");
    gate.open();
    until(|| service.closed() == 1).await;
    look_around().await;
    for number in 1..3 {
        send(&client, &replicas, number).await.expect("an answer");
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 2));
}

#[tokio::test]
async fn one_on_which_nothing_more_comes_is_closed_and_replaced() {
    let good = Script::json("{}");
    let service = Service::in_turn([good.clone().half_closing(), good]).await;
    let (client, replicas) = (SubgraphClient::new(ClientConfig::default()), service.replicas());
    for number in 0..3 {
        send(&client, &replicas, number).await.expect("an answer");
        look_around().await;
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 2));
    until(|| service.closed() == 1).await;
}

#[tokio::test]
async fn one_that_breaks_under_a_write_is_not_replaced() {
    let service = Service::in_turn([Script::json("{}"), Script::hang_up()]).await;
    let (client, replicas) = (SubgraphClient::new(ClientConfig::default()), service.replicas());
    send(&client, &replicas, 0).await.expect("an answer");
    let error = send(&client, &replicas, 1).await.expect_err("it was lost");
    assert!(matches!(error, CallError::Lost { .. }), "{error}");
    assert_eq!((service.requests().len(), service.connections()), (2, 1));
}

#[tokio::test]
async fn so_many_are_kept_and_others_closed() {
    let gate = Gate::closed();
    let service = Service::start(Script::json("{}").behind(&gate)).await;
    let client =
        SubgraphClient::new(ClientConfig { max_idle_per_host: 2, ..ClientConfig::default() });
    let replicas = service.replicas();
    let calls = (0..5).map(|number| send(&client, &replicas, number));
    let open = async {
        until(|| service.requests().len() == 5).await;
        gate.open();
    };
    let (answers, ()) = tokio::join!(join_all(calls), open);
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    until(|| service.closed() == 3).await;
    send(&client, &replicas, 5).await.expect("an answer");
    assert_eq!((service.requests().len(), service.connections()), (6, 5));
}

#[tokio::test]
async fn those_that_are_idle_for_too_long_are_closed() {
    let service = Service::start(Script::json("{}")).await;
    let client = SubgraphClient::new(ClientConfig {
        idle_timeout: Duration::ZERO,
        ..ClientConfig::default()
    });
    for number in 0..3 {
        send(&client, &service.replicas(), number).await.expect("an answer");
        until(|| service.closed() == number + 1).await;
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 3));
}

#[tokio::test]
async fn those_of_a_client_that_is_dropped_are_closed() {
    let service = Service::start(Script::json("{}")).await;
    let client = SubgraphClient::new(ClientConfig::default());
    send(&client, &service.replicas(), 0).await.expect("an answer");
    drop(client);
    until(|| service.closed() == 1).await;
}

#[tokio::test]
async fn a_call_that_is_given_up_closes_its_connection() {
    let gate = Gate::closed();
    let service = Service::start(Script::json("{}").behind(&gate)).await;
    let (client, replicas) = (SubgraphClient::new(ClientConfig::default()), service.replicas());
    tokio::select! {
        _ = send(&client, &replicas, 0) => panic!("the gate is closed"),
        () = until(|| service.requests().len() == 1) => {}
    }
    gate.open();
    until(|| service.closed() == 1).await;
    send(&client, &replicas, 1).await.expect("an answer");
    assert_eq!(service.connections(), 2);
}

#[tokio::test]
async fn an_answer_that_is_refused_by_its_head_costs_no_connection() {
    let page = Script::http("503 Service Unavailable", "text/html", "<p>later</p>");
    let service = Service::start(page).await;
    let client = SubgraphClient::new(ClientConfig::default());
    for number in 0..3 {
        let error = send(&client, &service.replicas(), number).await.expect_err("it is refused");
        assert!(matches!(error, CallError::Status { .. }), "{error}");
    }
    assert_eq!((service.requests().len(), service.connections()), (3, 1));
}

/// More than the budget of one turn of a task.
#[tokio::test]
async fn many_calls_of_one_task_all_come_to_their_end() {
    let body = format!(r#"{{"data":"{}"}}"#, "x".repeat(200_000));
    let service = Service::start(Script::json(&body)).await;
    let client = SubgraphClient::new(ClientConfig::default());
    let replicas = service.replicas_with_places(512);
    for _ in 0..2 {
        let answers = join_all((0..400).map(|number| send(&client, &replicas, number))).await;
        for answer in answers {
            assert_eq!(answer.expect("an answer").body.len(), body.len());
        }
    }
}

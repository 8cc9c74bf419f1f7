//! Where a world is put on: each subgraph on a real socket behind the gateway's own planner and
//! executor. One listener and one client serve all worlds, one after another.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use apollo_compiler::{ExecutableDocument, Schema, validation::Valid};
use axum::{
    Json, Router,
    extract::{Path, State},
    routing::post,
};
use contract::identity::CallerContext;
use gateway_composition::{Code, Composed, Diagnostic, Schemas, Severity, SubgraphInput, compose};
use gateway_differential::{
    Operation, World, execute,
    world::{LABELS, Notes, Object, View},
};
use gateway_execution::{
    ExecutionRequest, Executor, ExecutorConfig, PartitionPolicy, Service, Topology,
};
use gateway_planning::{Planner, PlannerSettings};
use gateway_subgraph_client::{ClientConfig, Endpoint, Replicas, SubgraphClient};
use gateway_supergraph::{Draw, Overrides, Share, Supergraph};
use http::HeaderMap;
use serde_json::{Value, json};
use tokio::{net::TcpListener, runtime::Runtime, time::Instant};

/// The longest that one operation may take, on a machine that has much else to do.
const TIME: Duration = Duration::from_secs(60);

/// What serves worlds.
pub struct Stage {
    runtime: Runtime,
    address: SocketAddr,
    client: SubgraphClient,
    current: Current,
}

type Current = Arc<Mutex<Option<Arc<Deployed>>>>;

/// A world that is served.
pub struct Deployed {
    pub world: World,
    pub supergraph: Arc<Supergraph>,
    pub notes: Notes,
    /// The labels of overrides that hold for the operation that is answered.
    labels: Mutex<Vec<&'static str>>,
    schemas: Vec<Valid<Schema>>,
    planner: Planner,
    executor: Executor,
}

impl Stage {
    pub fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        let current = Current::default();
        let state = Arc::clone(&current);
        let address = runtime.block_on(async {
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
            let address = listener.local_addr().expect("a bound port");
            let router = Router::new().route("/{subgraph}", post(answer)).with_state(state);
            tokio::spawn(async move { axum::serve(listener, router).await });
            address
        });
        Self { runtime, address, client: SubgraphClient::new(ClientConfig::default()), current }
    }

    /// Composes a world and serves it.
    pub fn deploy(&self, world: World) -> Arc<Deployed> {
        let (world, composed) = match composed(&world) {
            Ok(composed) => (world, composed),
            Err(refused) => with_all_keys(world, &refused),
        };
        let supergraph = Supergraph::parse(&composed.supergraph_sdl)
            .unwrap_or_else(|error| panic!("{error}\n{}", composed.supergraph_sdl));
        let supergraph = Arc::new(supergraph);
        let mut topology = Topology::new();
        for number in 0..world.subgraphs {
            let endpoint = Endpoint::parse(&format!("http://{}/{number}", self.address));
            let replicas = Replicas::new([endpoint.expect("a URL")], 64).expect("one endpoint");
            topology = topology.with(format!("s{number}"), Service::Plain(Arc::new(replicas)));
        }
        let settings = PlannerSettings { threads: 1, deadline: TIME, ..PlannerSettings::default() };
        let planner = Planner::new(Arc::clone(&supergraph), settings)
            .unwrap_or_else(|error| panic!("{error}\n{}", composed.supergraph_sdl));
        let interface_objects = supergraph.interface_objects().map(ToOwned::to_owned).collect();
        let config = ExecutorConfig { interface_objects, ..ExecutorConfig::default() };
        let executor = Executor::new(Arc::new(topology), self.client.clone(), config);
        let schemas = (0..world.subgraphs).map(|number| executable(&world, number)).collect();
        let (notes, labels) = (Notes::default(), Mutex::default());
        let deployed =
            Arc::new(Deployed { world, supergraph, notes, labels, schemas, planner, executor });
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&deployed));
        deployed
    }

    /// The gateway's answer to an operation.
    ///
    /// # Errors
    /// Why the operation is not run.
    pub fn ask(&self, deployed: &Deployed, operation: &Operation) -> Result<Value, String> {
        self.run(deployed, operation, false)
    }

    /// How the gateway comes to its answer.
    pub fn explain(&self, deployed: &Deployed, operation: &Operation) -> String {
        let answer = self.run(deployed, operation, true).unwrap_or_default();
        answer["extensions"]["plan"]["text"].as_str().unwrap_or_default().to_owned()
    }

    fn run(
        &self,
        deployed: &Deployed,
        operation: &Operation,
        explain: bool,
    ) -> Result<Value, String> {
        self.runtime.block_on(async {
            let overrides = deployed.overrides();
            let raw = &operation.variables;
            let planned =
                deployed.planner.plan_for(&operation.document, None, overrides, raw).await;
            let planned = planned.map_err(|failure| failure.to_string())?;
            let variables = planned
                .variables(&deployed.supergraph, &operation.variables)
                .map_err(|errors| format!("{errors:?}"))?;
            let request = ExecutionRequest {
                plan: Arc::clone(&planned.plan),
                document: None,
                variables,
                introspection: Default::default(),
                policy: PartitionPolicy::default(),
                deadline: Instant::now() + TIME,
                answer_by: None,
                caller: CallerContext::public(0),
                request_id: "differential".to_owned(),
                client_headers: HeaderMap::new().into(),
                explain,
                extensions: Default::default(),
            };
            let execution = deployed.executor.execute(request).await;
            Ok(serde_json::from_slice(&execution.body).expect("an answer is JSON"))
        })
    }
}

impl Deployed {
    /// From now on these labels of overrides hold, each for all requests or for none.
    pub fn hold(&self, labels: Vec<&'static str>) {
        *self.labels.lock().unwrap_or_else(PoisonError::into_inner) = labels;
    }

    fn labels(&self) -> Vec<&'static str> {
        self.labels.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn overrides(&self) -> Overrides {
        let labels = self.labels();
        let share = |label| if labels.contains(&label) { Share::EVERYBODY } else { Share::NOBODY };
        let shares = LABELS.iter().map(|label| ((*label).to_owned(), share(*label))).collect();
        self.supergraph.override_labels.decide(&shares, Draw::of("differential"))
    }

    /// The subgraphs and the operation, for those who look for a fault.
    pub fn describe(&self, operation: &Operation) -> String {
        let mut text = String::new();
        for number in 0..self.world.subgraphs {
            text += &format!("# subgraph s{number}\n{}", self.world.subgraph_sdl(number));
        }
        text + &format!("\n{}\n{}", operation.document, Value::Object(operation.variables.clone()))
    }
}

fn composed(world: &World) -> Result<Composed, Vec<Diagnostic>> {
    let subgraph = |number| SubgraphInput {
        name: format!("s{number}"),
        url: format!("http://s{number}/"),
        schemas: Schemas::One(world.subgraph_sdl(number)),
    };
    let inputs: Vec<SubgraphInput> = (0..world.subgraphs).map(subgraph).collect();
    compose(&inputs)
}

/// A world in which some ways are missing composes when every entity is known by its id.
fn with_all_keys(world: World, refused: &[Diagnostic]) -> (World, Composed) {
    let text = |world: &World| -> String {
        (0..world.subgraphs).map(|number| world.subgraph_sdl(number)).collect()
    };
    assert!(
        refused.iter().all(|one| one.code == Code::Unsatisfiable || one.severity == Severity::Hint),
        "{refused:#?}\n{}",
        text(&world)
    );
    let world = world.with_all_keys();
    let composed = composed(&world).unwrap_or_else(|all| panic!("{all:#?}\n{}", text(&world)));
    (world, composed)
}

fn executable(world: &World, subgraph: usize) -> Valid<Schema> {
    let sdl = world.executable_sdl(subgraph);
    Schema::parse_and_validate(&sdl, "subgraph.graphql")
        .unwrap_or_else(|error| panic!("{}\n{sdl}", error.errors))
}

/// The root of the only operation of a document.
pub fn root(document: &ExecutableDocument) -> Object {
    let operation = document.operations.get(None).expect("the document has one operation");
    Object::root(operation.object_type())
}

/// Answers as a subgraph of the current world.
async fn answer(
    State(current): State<Current>,
    Path(subgraph): Path<usize>,
    Json(request): Json<Value>,
) -> Json<Value> {
    let deployed = current.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let deployed = deployed.expect("a world is served");
    let text = request["query"].as_str().unwrap_or_default();
    let variables = request["variables"].as_object().cloned().unwrap_or_default();
    let schema = &deployed.schemas[subgraph];
    let document = match ExecutableDocument::parse_and_validate(schema, text, "operation") {
        Ok(document) => document,
        Err(error) => {
            let complaint =
                format!("s{subgraph} was sent what is not valid: {text}\n{}", error.errors);
            deployed.notes.complaints.add(complaint.clone());
            return Json(json!({ "errors": [{ "message": complaint }] }));
        }
    };
    let labels = deployed.labels();
    let view = View::subgraph(&deployed.world, subgraph, &labels, &deployed.notes);
    Json(execute(schema, &document, &variables, &view, &root(&document)).to_json())
}

//! A proxy that stands in front of a real service and spoils what passes: it refuses, falls silent,
//! breaks off, or alters answers. What the service itself does is never made up here.

mod wire;

use std::{
    io,
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use serde_json::Value;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

use self::wire::{Answer, Call, Connection, Upstream};

/// What is done to an answer.
#[derive(Clone, Default)]
pub enum Mischief {
    /// Nothing.
    #[default]
    None,
    /// Connections are reset before anything is answered.
    Refuse,
    /// The call is taken and never answered.
    Silence,
    /// The answer comes whole, in many small pieces.
    Trickle,
    /// Half of the answer comes, then nothing more.
    SilenceInBody,
    /// Half of the answer comes, then the connection is reset.
    ResetInBody,
    /// Half of the answer comes as if it were whole.
    Truncate,
    /// Another status, with a page of HTML.
    Status(u16),
    /// The answer comes as text of another type.
    ContentType(&'static str),
    /// An answer without end.
    Endless,
    /// The answer, changed.
    Alter(fn(&mut Value)),
}

/// A proxy in front of one service.
pub struct Meddler {
    address: SocketAddr,
    shared: Arc<Shared>,
    listening: JoinHandle<()>,
}

struct Shared {
    plan: Mutex<Plan>,
    unknown_words: Mutex<Vec<String>>,
    last_head: Mutex<String>,
    calls: AtomicUsize,
    hung_up: AtomicUsize,
}

#[derive(Clone, Default)]
struct Plan {
    let_through: usize,
    which: Which,
    mischief: Mischief,
}

/// Which calls are spoiled.
#[derive(Clone, Copy, Default)]
enum Which {
    #[default]
    All,
    With(&'static str),
    Without(&'static str),
}

impl Meddler {
    /// A proxy that lets everything pass until it is told otherwise.
    ///
    /// # Errors
    /// When it cannot listen.
    pub async fn in_front_of(service: SocketAddr) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            plan: Mutex::default(),
            unknown_words: Mutex::default(),
            last_head: Mutex::default(),
            calls: AtomicUsize::new(0),
            hung_up: AtomicUsize::new(0),
        });
        let http = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
        let listening =
            tokio::spawn(listen(listener, Upstream { service, http }, Arc::clone(&shared)));
        Ok(Self { address, shared, listening })
    }

    /// Where the gateway is to call.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Spoils every answer from now on.
    pub fn spoil(&self, mischief: Mischief) {
        self.spoil_after(0, mischief);
    }

    /// Lets some answers pass and spoils every one after them.
    pub fn spoil_after(&self, let_through: usize, mischief: Mischief) {
        *self.shared.plan() = Plan { let_through, which: Which::All, mischief };
    }

    /// Spoils the answers to calls that have a word in their bodies, and no others.
    pub fn spoil_with(&self, word: &'static str, mischief: Mischief) {
        *self.shared.plan() = Plan { let_through: 0, which: Which::With(word), mischief };
    }

    /// Spoils the answers to calls that do not have a word in their bodies.
    pub fn spoil_without(&self, word: &'static str, mischief: Mischief) {
        *self.shared.plan() = Plan { let_through: 0, which: Which::Without(word), mischief };
    }

    /// Lets everything pass again.
    pub fn behave(&self) {
        self.spoil(Mischief::None);
    }

    /// Answers calls with one of these words as a service of an older version does, which does not
    /// know them.
    pub fn do_not_know(&self, words: &[&str]) {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        *self.shared.unknown_words.lock().unwrap_or_else(PoisonError::into_inner) = words;
    }

    /// How many calls came.
    #[must_use]
    pub fn calls(&self) -> usize {
        self.shared.calls.load(Ordering::SeqCst)
    }

    /// A header of the last call that came.
    #[must_use]
    pub fn last_header(&self, name: &str) -> Option<String> {
        let head = self.shared.last_head.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = head.lines().filter_map(|line| line.split_once(':'));
        let (_, value) = lines.find(|(found, _)| found.eq_ignore_ascii_case(name))?;
        Some(value.trim().to_owned())
    }

    /// How many calls the gateway gave up while it was kept waiting.
    #[must_use]
    pub fn hung_up(&self) -> usize {
        self.shared.hung_up.load(Ordering::SeqCst)
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

impl Shared {
    fn plan(&self) -> MutexGuard<'_, Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refuses_connections(&self) -> bool {
        let plan = self.plan();
        let is_for_all = plan.let_through == 0 && matches!(plan.which, Which::All);
        is_for_all && matches!(plan.mischief, Mischief::Refuse)
    }

    fn is_understood(&self, call: &Call) -> bool {
        let unknown = self.unknown_words.lock().unwrap_or_else(PoisonError::into_inner);
        !unknown.iter().any(|word| call.mentions(word))
    }

    /// What becomes of the call that has just come.
    fn next(&self, call: &Call) -> Mischief {
        let mut last = self.last_head.lock().unwrap_or_else(PoisonError::into_inner);
        call.head().clone_into(&mut last);
        self.calls.fetch_add(1, Ordering::SeqCst);
        let mut plan = self.plan();
        if plan.let_through > 0 {
            plan.let_through -= 1;
            return Mischief::None;
        }
        let is_meant = match plan.which {
            Which::All => true,
            Which::With(word) => call.mentions(word),
            Which::Without(word) => !call.mentions(word),
        };
        if is_meant { plan.mischief.clone() } else { Mischief::None }
    }
}

async fn listen(listener: TcpListener, upstream: Upstream, shared: Arc<Shared>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (upstream, shared) = (upstream.clone(), Arc::clone(&shared));
        // A connection ends in an error as soon as the gateway hangs up, as it should.
        tokio::spawn(async move { serve(stream, &upstream, &shared).await.ok() });
    }
}

async fn serve(stream: TcpStream, upstream: &Upstream, shared: &Shared) -> io::Result<()> {
    let mut connection = Connection::new(stream);
    if shared.refuses_connections() {
        return connection.reset();
    }
    while let Some(request) = connection.read_request().await? {
        let mischief = shared.next(&request);
        if let Mischief::Refuse = mischief {
            return connection.reset();
        }
        if let Mischief::Silence = mischief {
            return hold(connection, shared).await;
        }
        let forwarded = if shared.is_understood(&request) {
            upstream.forward(request).await
        } else {
            Some(Answer::of_older_version())
        };
        let Some(mut answer) = forwarded else {
            return connection.reset();
        };
        match mischief {
            Mischief::None | Mischief::Refuse | Mischief::Silence => {}
            Mischief::Trickle => {
                connection.write_in_pieces(&answer).await?;
                continue;
            }
            Mischief::SilenceInBody => {
                connection.write_half(&answer).await?;
                return hold(connection, shared).await;
            }
            Mischief::ResetInBody => {
                connection.write_half(&answer).await?;
                return connection.reset();
            }
            Mischief::Endless => return connection.write_without_end(&answer).await,
            Mischief::Truncate => answer.body.truncate(answer.body.len() / 2),
            Mischief::ContentType(name) => answer.content_type = name.to_owned(),
            Mischief::Status(status) => {
                answer.status = status;
                answer.content_type = "text/html".to_owned();
                answer.body = b"<h1>no</h1>".to_vec();
            }
            Mischief::Alter(alter) => answer.alter(alter),
        }
        connection.write(&answer).await?;
    }
    Ok(())
}

/// Keeps the gateway waiting until it gives up.
async fn hold(mut connection: Connection, shared: &Shared) -> io::Result<()> {
    connection.until_hung_up().await;
    shared.hung_up.fetch_add(1, Ordering::SeqCst);
    Ok(())
}

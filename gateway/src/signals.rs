//! What a supervisor or an operator tells the process. Signals are listened for from the moment
//! that these are made, so that none falls between the start and the first wait.

use tokio::signal;

/// Ends when the process is asked to end, by Ctrl-C or by its supervisor.
pub(crate) fn termination() -> impl Future<Output = ()> + Send + 'static {
    let mut terminations = Signals::listen(Kind::Termination);
    let mut interrupts = Signals::listen(Kind::Interrupt);
    async move {
        tokio::select! {
            () = terminations.next() => {}
            () = interrupts.next() => {}
        }
    }
}

/// Requests of the operator to read everything again.
pub(crate) struct Hangups(Signals);

impl Hangups {
    pub(crate) fn listen() -> Self {
        Self(Signals::listen(Kind::Hangup))
    }

    /// The next one; never, where there are none.
    pub(crate) async fn next(&mut self) {
        self.0.next().await;
    }
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Termination,
    Interrupt,
    Hangup,
}

/// Signals of one kind; none, where the system does not have it.
#[cfg(unix)]
struct Signals(Option<signal::unix::Signal>);

#[cfg(unix)]
impl Signals {
    fn listen(kind: Kind) -> Self {
        use signal::unix::SignalKind;
        let signal = match kind {
            Kind::Termination => SignalKind::terminate(),
            Kind::Interrupt => SignalKind::interrupt(),
            Kind::Hangup => SignalKind::hangup(),
        };
        Self(signal::unix::signal(signal).ok())
    }

    async fn next(&mut self) {
        if let Some(signals) = &mut self.0
            && signals.recv().await.is_some()
        {
            return;
        }
        std::future::pending::<()>().await;
    }
}

#[cfg(not(unix))]
struct Signals(Kind);

#[cfg(not(unix))]
impl Signals {
    fn listen(kind: Kind) -> Self {
        Self(kind)
    }

    async fn next(&mut self) {
        match self.0 {
            Kind::Interrupt if signal::ctrl_c().await.is_ok() => {}
            _ => std::future::pending().await,
        }
    }
}

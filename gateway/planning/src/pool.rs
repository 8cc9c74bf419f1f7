//! A few threads with large stacks that run planning: it is deep recursion and long computing,
//! and neither belongs on the threads that serve connections.

use std::sync::{
    Arc, Mutex, PoisonError,
    mpsc::{Receiver, SyncSender, sync_channel},
};

use crate::error::PlannerBuildError;

/// Planning recurses as deep as operations nest, with large frames.
const STACK_BYTES: usize = 8 * 1_024 * 1_024;

type Job = Box<dyn FnOnce() + Send>;

/// Runs jobs. The threads end when the pool is dropped and its queue is empty.
pub(crate) struct Pool {
    jobs: SyncSender<Job>,
}

/// The queue is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct QueueFull;

impl Pool {
    pub(crate) fn new(threads: usize, queue: usize) -> Result<Self, PlannerBuildError> {
        let (jobs, waiting) = sync_channel::<Job>(queue);
        let waiting = Arc::new(Mutex::new(waiting));
        for index in 0..threads.max(1) {
            let waiting = Arc::clone(&waiting);
            std::thread::Builder::new()
                .name(format!("planning-{index}"))
                .stack_size(STACK_BYTES)
                .spawn(move || work(&waiting))
                .map_err(|error| PlannerBuildError::Thread(error.to_string()))?;
        }
        Ok(Self { jobs })
    }

    /// Queues a job. Jobs must not panic: what can panic contains it.
    pub(crate) fn run(&self, job: impl FnOnce() + Send + 'static) -> Result<(), QueueFull> {
        self.jobs.try_send(Box::new(job)).map_err(|_| QueueFull)
    }
}

fn work(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn jobs_run_and_a_full_queue_refuses() {
        let pool = Pool::new(1, 1).expect("a thread");
        let (release, gate) = channel::<()>();
        let (started, has_started) = channel();
        pool.run(move || {
            started.send(()).expect("the test listens");
            gate.recv().expect("the test releases");
        })
        .expect("the thread is free");
        has_started.recv().expect("the first job runs");

        let (done, is_done) = channel();
        pool.run(move || done.send(7).expect("the test listens")).expect("one may wait");
        assert_eq!(pool.run(|| {}), Err(QueueFull));
        release.send(()).expect("the first job waits");
        assert_eq!(is_done.recv(), Ok(7));
    }

    #[test]
    fn a_thread_has_room_for_deep_recursion() {
        fn deep(levels: usize) -> usize {
            let frame = std::hint::black_box([levels as u8; 4_096]);
            if levels == 0 { 0 } else { usize::from(frame[1] == levels as u8) + deep(levels - 1) }
        }
        let pool = Pool::new(1, 1).expect("a thread");
        let (done, is_done) = channel();
        pool.run(move || done.send(deep(800)).expect("the test listens")).expect("queued");
        assert_eq!(is_done.recv(), Ok(800));
    }
}

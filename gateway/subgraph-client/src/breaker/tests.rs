use std::time::Duration;

use super::*;

/// Opens at half of four calls within ten seconds, for five seconds.
fn breaker(now: Instant) -> Breaker {
    let policy = BreakerPolicy {
        failure_percent: 50,
        min_calls: 4,
        window: Duration::from_secs(10),
        open_time: Duration::from_secs(5),
    };
    Breaker::new(policy, now)
}

/// Makes calls: `+` goes well, `-` fails. Says for each whether it was let through.
fn call(breaker: &Breaker, calls: &str, now: Instant) -> String {
    let call = |sign| match breaker.admit(now) {
        Some(permit) => {
            permit.report(if sign == '+' { Health::Well } else { Health::Ill }, now);
            sign
        }
        None => 'x',
    };
    calls.chars().map(call).collect()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn it_opens_when_enough_calls_fail_of_at_least_so_many() {
    let now = Instant::now();
    assert_eq!(call(&breaker(now), "---", now), "---");
    assert_eq!(call(&breaker(now), "----", now), "----");
    assert_eq!(call(&breaker(now), "-----", now), "----x");
    assert_eq!(call(&breaker(now), "++--+", now), "++--x");
    assert_eq!(call(&breaker(now), "+++--++++", now), "+++--++++");
}

#[test]
fn failures_are_forgotten_after_the_window() {
    let now = Instant::now();
    let breaker = breaker(now);
    assert_eq!(call(&breaker, "---", now), "---");
    assert_eq!(call(&breaker, "+++", now + seconds(11)), "+++");
    assert_eq!(call(&breaker, "--", now + seconds(12)), "--", "two of five");
    assert_eq!(call(&breaker, "-x", now + seconds(13)), "-x", "three of six");
}

#[test]
fn after_a_while_probes_go_through_and_close_it() {
    let now = Instant::now();
    let breaker = breaker(now);
    call(&breaker, "----", now);
    assert_eq!(breaker.state(now + seconds(4)), BreakerState::Open);
    assert_eq!(call(&breaker, "+", now + seconds(4)), "x");

    let later = now + seconds(5);
    assert_eq!(breaker.state(later), BreakerState::HalfOpen);
    let probe = breaker.admit(later).expect("a probe");
    assert!(breaker.admit(later).is_none(), "one probe at a time");
    probe.report(Health::Well, later);
    assert_eq!(call(&breaker, "+", later), "+");
    assert_eq!(breaker.state(later), BreakerState::HalfOpen);
    assert_eq!(call(&breaker, "+", later), "+");
    assert_eq!(breaker.state(later), BreakerState::Closed);
    assert_eq!(call(&breaker, "---+", later), "---+", "the failures of before are forgotten");
    assert_eq!((breaker.opened(), breaker.refused()), (2, 2));
}

#[test]
fn a_probe_that_fails_opens_it_again() {
    let now = Instant::now();
    let breaker = breaker(now);
    call(&breaker, "----", now);
    assert_eq!(call(&breaker, "+-+", now + seconds(5)), "+-x");
    assert_eq!(call(&breaker, "+", now + seconds(9)), "x");
    assert_eq!(call(&breaker, "+++", now + seconds(10)), "+++");
    assert_eq!(breaker.opened(), 2);
}

#[test]
fn a_probe_that_nobody_waits_for_makes_place_for_another() {
    let now = Instant::now();
    let breaker = breaker(now);
    call(&breaker, "----", now);
    let later = now + seconds(5);
    drop(breaker.admit(later).expect("a probe"));
    assert_eq!(call(&breaker, "+", later), "+");
}

#[test]
fn calls_from_before_it_opened_tell_nothing() {
    let now = Instant::now();
    let breaker = breaker(now);
    let early: Vec<_> = (0..3).map(|_| breaker.admit(now).expect("it is closed")).collect();
    call(&breaker, "----", now);
    let later = now + seconds(5);
    let probe = breaker.admit(later).expect("a probe");
    for permit in early {
        permit.report(Health::Ill, later);
    }
    assert_eq!(breaker.state(later), BreakerState::HalfOpen);
    probe.report(Health::Well, later);
    assert_eq!(breaker.opened(), 1);
}

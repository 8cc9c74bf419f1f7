//! Generated datasets.

mod calendar;

//! A province over two cities over ten real districts: what comes through two gateways is what
//! comes through one. The rows of the two cities lie between each other in every list.

mod comparisons;
mod coverage;
mod deadlines;
mod identity;
mod outages;
mod pages;
mod province;

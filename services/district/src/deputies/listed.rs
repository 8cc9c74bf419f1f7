//! The row types of this domain as lists see them.

use super::filter::DeputyFilter;
use super::model::{DelegationMembership, Deputy, Mandate};
use super::order::DeputyOrder;
use crate::listing::{listed, rows};

rows! {
    Deputy, deputies by id;
    Mandate, mandates by id;
    DelegationMembership, delegation_memberships by id;
}

listed! {
    Deputy: DeputyFilter, DeputyOrder, deputies.deputies;
}

//! Members of unions.

use apollo_compiler::schema::UnionType;

use crate::{
    change::{Changes, Kind},
    pairs::names,
};

/// Compares the members of a union.
pub(crate) fn compare(old: &UnionType, new: &UnionType, changes: &mut Changes) {
    let (removed, added) = names(
        old.members.iter().map(|member| member.name.as_str()),
        new.members.iter().map(|member| member.name.as_str()),
    );
    for member in removed {
        let message = format!("the member `{member}` was removed");
        changes.breaking(Kind::UnionMemberRemoved, &old.name, message);
    }
    for member in added {
        let message = format!("the member `{member}` was added");
        changes.dangerous(Kind::UnionMemberAdded, &old.name, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::with_query;

    #[test]
    fn members_come_and_go() {
        let types = "type A { a: Int } type B { a: Int } type C { a: Int }";
        insta::assert_snapshot!(
            with_query(&format!("{types} union U = A | B"), &format!("{types} union U = C | B")),
            @"
        breaking UNION_MEMBER_REMOVED U: the member `A` was removed
        dangerous UNION_MEMBER_ADDED U: the member `C` was added
        "
        );
    }
}

//! Which interfaces a type implements. An object that implements one more can turn up where it
//! could not; an interface that does gives no client another object.

use apollo_compiler::{
    Name,
    collections::IndexSet,
    schema::{ComponentName, InterfaceType, ObjectType},
};

use crate::{
    change::{Changes, Kind, Severity},
    pairs::names,
};

/// Compares the interfaces of an object.
pub(crate) fn of_object(old: &ObjectType, new: &ObjectType, changes: &mut Changes) {
    let interfaces = (&old.implements_interfaces, &new.implements_interfaces);
    compare(&old.name, interfaces, Severity::Dangerous, changes);
}

/// Compares the interfaces of an interface.
pub(crate) fn of_interface(old: &InterfaceType, new: &InterfaceType, changes: &mut Changes) {
    let interfaces = (&old.implements_interfaces, &new.implements_interfaces);
    compare(&old.name, interfaces, Severity::Safe, changes);
}

fn compare(
    owner: &Name,
    (old, new): (&IndexSet<ComponentName>, &IndexSet<ComponentName>),
    when_added: Severity,
    changes: &mut Changes,
) {
    let (removed, added) = names(
        old.iter().map(|interface| interface.name.as_str()),
        new.iter().map(|interface| interface.name.as_str()),
    );
    for interface in removed {
        let message = format!("it does not implement `{interface}` any more");
        changes.breaking(Kind::InterfaceRemoved, owner, message);
    }
    for interface in added {
        let message = format!("it implements `{interface}`");
        changes.push(when_added, Kind::InterfaceAdded, owner, message);
    }
}

#[cfg(test)]
mod tests {
    use crate::tests::with_query;

    const INTERFACES: &str = "interface M { a: Int } interface N { a: Int }";

    #[test]
    fn objects_implement_more_and_less() {
        insta::assert_snapshot!(with_query(
            &format!("{INTERFACES} type O implements M {{ a: Int }}"),
            &format!("{INTERFACES} type O implements N {{ a: Int }}"),
        ), @"
        breaking INTERFACE_REMOVED O: it does not implement `M` any more
        dangerous INTERFACE_ADDED O: it implements `N`
        ");
    }

    #[test]
    fn interfaces_implement_more_and_less() {
        insta::assert_snapshot!(with_query(
            &format!("{INTERFACES} interface P implements M {{ a: Int }}"),
            &format!("{INTERFACES} interface P implements N {{ a: Int }}"),
        ), @"
        breaking INTERFACE_REMOVED P: it does not implement `M` any more
        safe INTERFACE_ADDED P: it implements `N`
        ");
    }
}

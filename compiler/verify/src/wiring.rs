//! The checks on instances: which there are, what each receives, and that nothing but instances, functions and types flows.
//!
//! In: [`Facts`]. Out: outcomes of V7 and V10. What must hold: the components are instantiated in their order, once each; every import of a
//! component has exactly one argument, of its sort; the arguments in order are the lockfile's wiring. Refused: any other list.

use crate::checks::{Facts, Outcome};
use crate::provenance::{Argument, Source};
use crate::types::Kind;
use crate::violation::{count, quote};
use caplink_model::lockfile::{Origin, Sort, Wire};

/// V7.
pub(crate) fn instances(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    let (instances, components) = (&facts.root.instances, facts.root.components.len());
    if !instances.iter().map(|instance| instance.component).eq(0..components) {
        refused.push("the components are not instantiated once each, in their order".into());
    }
    for instance in instances {
        let mut found: Vec<_> = instance.arguments.iter().map(|argument| (argument.name, sort(argument.kind))).collect();
        let imports = &facts.surfaces[instance.component].imports;
        let mut asked: Vec<_> = imports.iter().map(|import| (import.name, sort(import.kind))).collect();
        found.sort_unstable_by_key(|(name, _)| *name);
        asked.sort_unstable_by_key(|(name, _)| *name);
        if found != asked {
            refused.push(format!("the arguments of component {} are not exactly what it imports", instance.component));
        }
    }
    let mut listed = facts.lockfile.wiring.iter();
    let mut wires = 0;
    for instance in instances {
        for argument in &instance.arguments {
            wires += 1;
            let (found, listed) = (wire(facts, instance.component, argument), listed.next());
            // INVARIANT (V7): the wiring of the lockfile is the wiring of the artifact, in order.
            if found.is_none() || found.as_ref() != listed {
                refused.push(format!(
                    "argument {} of component {} comes from {}, which is not wire {wires} of the lockfile",
                    quote(argument.name),
                    instance.component,
                    facts.describe(argument.from.source),
                ));
                return (String::new(), refused);
            }
        }
    }
    if listed.next().is_some() {
        refused.push("the lockfile lists wires that the artifact does not have".into());
    }
    (format!("{} with {}", count(instances.len(), "instance"), count(wires, "argument")), refused)
}

/// An argument as the lockfile writes it; `None` if it cannot be written, or names what the lockfile does not list.
fn wire(facts: &Facts<'_>, component: usize, argument: &Argument<'_>) -> Option<Wire> {
    let name = |component: usize| facts.lockfile.components.get(component).map(|component| component.name.clone());
    let (from, origin) = match argument.from.source {
        Source::Host(import) => (Origin::Import, facts.root.imports[import].name.to_string()),
        Source::Instance(component) => (Origin::Component, name(component)?),
        Source::Root => return None,
    };
    let item = match argument.from.path.as_slice() {
        [] => None,
        [item] => Some((*item).to_string()),
        _ => return None,
    };
    let sort = sort(argument.kind)?;
    Some(Wire { component: name(component)?, argument: argument.name.into(), sort, from, name: origin, item })
}

/// The lockfile's word for a sort that may flow.
pub(crate) fn sort(kind: Kind) -> Option<Sort> {
    match kind {
        Kind::Instance => Some(Sort::Instance),
        Kind::Func => Some(Sort::Func),
        Kind::Type | Kind::Resource => Some(Sort::Type),
        Kind::Value | Kind::Component | Kind::Core => None,
    }
}

/// V10. That the root itself passes no other sorts on was found when it was traced.
pub(crate) fn sorts(facts: &Facts<'_>) -> Outcome {
    let mut refused = Vec::new();
    let times = facts.root.instances.iter().filter(|instance| instance.component == facts.agent()).count();
    if times != 1 {
        refused.push(format!("the agent is instantiated {times} times"));
    }
    for (component, surface) in facts.surfaces.iter().enumerate() {
        for import in &surface.imports {
            let whole = sort(import.kind).is_none().then_some((import.name, import.kind));
            for (name, kind) in whole.iter().chain(&import.strange) {
                refused.push(format!("component {component} imports the {} {}", kind.noun(), quote(name)));
            }
        }
    }
    ("the agent once; instances, functions and types only".into(), refused)
}

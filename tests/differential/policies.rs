//! Random policy sets: some with conditions of any form, some with very many of the forms that an index files.

use crate::expressions::{Environment, Writer};
use crate::random::Random;
use crate::values::{Type, quote};
use crate::world::{Action, World};

/// What a set is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Style {
    /// 1 to 40 policies of any form.
    Any,
    /// This many policies that compare attributes of the call with constants.
    Indexed(usize),
}

/// What some policies are about: an action by its number, a type of principal and one of resource.
pub type About = (usize, &'static str, &'static str);

/// A policy's text, and what concerns it beside its meaning.
#[derive(Clone)]
pub struct Written {
    pub text: String,
    /// Of `@limit`.
    pub limit: Option<u32>,
}

/// The policies of a case.
pub fn policies(random: &mut Random, world: &World, style: Style, about: &[About]) -> Vec<Written> {
    let environments: Vec<Environment<'_>> = about.iter().map(|about| Environment::new(random, world, *about)).collect();
    let (many, forbids) = match style {
        Style::Any => {
            let most = *random.pick(&[3, 10, 40]);
            (1 + random.below(most), *random.pick(&[0, 10, 25]))
        }
        Style::Indexed(many) => (many, 8),
    };
    let limits = random.percent(15);
    (0..many)
        .map(|_| {
            let environment = random.pick(&environments);
            let is_permit = !random.percent(forbids);
            let (condition, unless) = match style {
                Style::Any => (any(random, environment, is_permit), random.percent(10)),
                Style::Indexed(_) => (indexed(random, environment), random.percent(2)),
            };
            let scope = scope(random, environment);
            let effect = if is_permit { "permit" } else { "forbid" };
            let limit = (is_permit && limits && random.percent(60)).then(|| u32::try_from(1 + random.below(5)).expect("it is small"));
            let annotation = limit.map(|limit| format!("@limit(\"{limit} calls\")\n")).unwrap_or_default();
            let clause = match (condition.as_str(), unless) {
                ("", _) => String::new(),
                (_, true) => format!(" unless {{ !({condition}) }}"),
                _ => format!(" when {{ {condition} }}"),
            };
            Written { text: format!("{annotation}{effect}({}){clause};\n", scope), limit }
        })
        .collect()
}

/// A condition; a forbid's is narrower, so that enough is allowed.
fn any(random: &mut Random, environment: &Environment<'_>, is_permit: bool) -> String {
    let depth = [0, 1, 1, 2, 3, 5][random.below(6)];
    let mut writer = Writer::new(random, environment);
    let condition = match is_permit {
        true if writer.random.percent(10) => return typed(writer.random, environment, "true"),
        true => writer.condition(depth),
        false => format!("{} && {} && {}", writer.condition(0), writer.condition(0), writer.condition(depth)),
    };
    typed(random, environment, &condition)
}

/// A condition that speaks of this environment only stands behind the tests that it is this one.
fn typed(random: &mut Random, environment: &Environment<'_>, condition: &str) -> String {
    let Environment { principal, resource, action, .. } = environment;
    let mut tests =
        [format!("principal is {principal}"), format!("action == Action::{}", quote(&action.id)), format!("resource is {resource}")];
    if random.percent(50) {
        tests.reverse();
    }
    format!("{} && {condition}", tests.join(" && "))
}

/// Conjunctions of `==`, `like`, membership in a set of constants, and comparisons.
fn indexed(random: &mut Random, environment: &Environment<'_>) -> String {
    let mut writer = Writer::new(random, environment);
    let mut conjuncts = vec![];
    for _ in 0..1 + writer.random.below(3) {
        if writer.random.percent(20) {
            let party = if writer.random.percent(80) { ("resource", environment.resource) } else { ("principal", environment.principal) };
            let value = writer.constant(&Type::Entity(party.1.into())).literal();
            conjuncts.push(format!("{} {} {value}", party.0, writer.random.pick(&["==", "in"])));
            continue;
        }
        let Some(field) = environment.required(writer.random) else { continue };
        let name = format!("context[{}]", quote(&field.name));
        let constant = writer.constant(&field.ty).literal();
        conjuncts.push(match &field.ty {
            Type::String(_) => match writer.random.below(6) {
                0 | 1 => format!("{name} == {constant}"),
                2 => format!("{constant} == {name}"),
                3 => format!("{}.contains({name})", writer.constant(&Type::Set(Box::new(field.ty.clone()))).literal()),
                _ => format!("{name} like {}", writer.affix()),
            },
            Type::Long(_) => match writer.random.below(6) {
                0..3 => format!("{name} == {constant}"),
                3 => format!("{}.contains({name})", writer.constant(&Type::Set(Box::new(field.ty.clone()))).literal()),
                4 => format!("{name} <= {constant}"),
                _ => format!("{name} > {constant}"),
            },
            Type::Set(element) => format!("{name}.contains({})", writer.constant(element).literal()),
            _ => format!("{name} == {constant}"),
        });
    }
    if writer.random.percent(5) {
        // What can fail, before or after what can be filed.
        let at = writer.random.below(conjuncts.len() + 1);
        conjuncts.insert(at, writer.condition(0));
    }
    typed(random, environment, &if conjuncts.is_empty() { "true".into() } else { conjuncts.join(" && ") })
}

/// The scope: mostly one that admits the environment.
fn scope(random: &mut Random, environment: &Environment<'_>) -> String {
    let Environment { world, action, principal, resource, .. } = environment;
    let party = |random: &mut Random, name: &str, kind: &str| {
        let entity = |random: &mut Random, kind: &str| world.constants.literal(random, &Type::Entity(kind.into())).literal();
        let mut above: Vec<&str> = world.kind(kind).parents.to_vec();
        above.push(kind);
        match random.below(14) {
            0 => format!("{name} == {}", entity(random, kind)),
            1 | 2 => {
                let above = *random.pick(&above);
                format!("{name} in {}", entity(random, above))
            }
            3 => format!("{name} is {kind}"),
            4 => {
                let above = *random.pick(&above);
                format!("{name} is {kind} in {}", entity(random, above))
            }
            _ => name.to_string(),
        }
    };
    let id = format!("Action::{}", quote(&action.id));
    let action: &Action = action;
    let action = match random.below(8) {
        0 => "action".into(),
        1 => format!("action in Action::{:?}", action.group),
        2 => format!("action in [{id}, Action::{:?}]", action.group),
        3 => format!("action in [{id}]"),
        _ => format!("action == {id}"),
    };
    format!("{}, {action}, {}", party(random, "principal", principal), party(random, "resource", resource))
}

//! One case: a world, policies, and the questions that are asked of both sides.
//!
//! In: a seed. Out: everything that follows from it. Must hold: what strict validation refuses is left out here, so that both sides have the same
//! policies; the entities of Cedar's side have the intrinsic parents.

use crate::constants::Constants;
use crate::frame::{Layout, Memory, places};
use crate::policies::{About, Style, Written, policies};
use crate::random::Random;
use crate::values::{Type, Value, expressions, quote, uid};
use crate::wit::{self, Call};
use crate::world::{self, Action, World, world};
use cedar_policy::{Context, Entities, PolicySet, Request, Schema, ValidationMode, Validator};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// A world as both sides have it, and policies.
pub struct Case {
    pub world: World,
    /// The function that the context is of, if it is of one.
    pub call: Option<Call>,
    about: Vec<About>,
    pub policies: Vec<Written>,
    /// Policies that strict validation refused: the generator's own mistakes.
    pub invalid: usize,
    pub schema: Schema,
    /// What policies are compiled with, in Cedar's JSON form.
    pub entities: String,
    /// What Cedar decides with.
    pub oracle: Entities,
}

/// A principal or resource: its id is known when compiling, or only its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    pub kind: &'static str,
    pub id: Option<String>,
}

/// What is compiled: an action with what is known of the parties, and where the rest lies.
pub struct Target<'c> {
    pub action: &'c Action,
    pub principal: Party,
    pub resource: Party,
    pub layout: Layout,
}

/// One question: values for both sides.
pub struct Asked {
    pub principal: String,
    pub resource: String,
    pub context: Vec<(String, Option<Value>)>,
    pub memory: Vec<u8>,
    pub frame: u32,
}

impl Case {
    /// The case of a seed.
    pub fn new(random: &mut Random) -> Self {
        let style = match random.below(10) {
            0 => Style::Indexed([100, 300, 600][random.below(3)]),
            1 | 2 => Style::Indexed(5 + random.below(60)),
            _ => Style::Any,
        };
        let many = if let Style::Indexed(many) = style { many / 8 } else { 0 };
        let call = random.percent(35).then(|| wit::function(random));
        let world = match &call {
            None => world(random, many),
            Some(call) => world::of_function(random, call, many),
        };
        let (schema, _) =
            Schema::from_cedarschema_str(&world.schema).unwrap_or_else(|error| panic!("the generator: {error}\n{}", world.schema));
        let several = 1 + random.below(3);
        let about: Vec<About> = (0..several)
            .map(|_| {
                let number = random.below(world.actions.len());
                let action = &world.actions[number];
                (number, *random.pick(&action.principals), *random.pick(&action.resources))
            })
            .collect();
        let written = policies(random, &world, style, &about);
        let set: PolicySet = text(&written).parse().unwrap_or_else(|error| panic!("the generator: {error}\n{}", text(&written)));
        let valid = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
        let refused: BTreeSet<usize> = valid
            .validation_errors()
            .map(|error| error.policy_id().to_string().strip_prefix("policy").expect("it is Cedar's").parse().expect("it is a number"))
            .collect();
        if std::env::var_os("CAPLINK_SHOW_INVALID").is_some() {
            valid
                .validation_errors()
                .for_each(|error| eprintln!("{error}\n{}", written[error.policy_id().to_string()[6..].parse::<usize>().unwrap()].text));
        }
        let policies: Vec<_> =
            written.into_iter().enumerate().filter(|(number, _)| !refused.contains(number)).map(|(_, policy)| policy).collect();
        let mut json = vec![];
        world.store(&schema).write_to_json(&mut json).expect("memory takes all");
        let entities = String::from_utf8(json).expect("JSON is UTF-8");
        Self { oracle: world.oracle(&schema), world, call, about, policies, invalid: refused.len(), schema, entities }
    }

    /// Something to compile.
    pub fn target(&self, random: &mut Random) -> Target<'_> {
        // Mostly what policies are about.
        let (number, mut principal, mut resource) = *random.pick(&self.about);
        let action = &self.world.actions[number];
        if random.percent(15) {
            (principal, resource) = (*random.pick(&action.principals), *random.pick(&action.resources));
        }
        let mut party = |kind, known: usize| {
            let id = (self.call.is_some() || random.percent(known)).then(|| random.pick(&self.world.constants.ids[kind]).clone());
            Party { kind, id }
        };
        let (principal, resource) = (party(principal, 60), party(resource, 30));
        let layout = match &self.call {
            Some(call) => call.layout(),
            None => {
                let unknown = |party: &Party| party.id.is_none().then_some(party.kind);
                places(random, unknown(&principal), unknown(&resource), &Type::Record(action.context.clone()))
            }
        };
        Target { action, principal, resource, layout }
    }

    /// A request of a target.
    pub fn ask(&self, random: &mut Random, target: &Target<'_>) -> Asked {
        let constants = &self.world.constants;
        let mut party = |party: &Party| party.id.clone().unwrap_or_else(|| random.pick(&constants.ids[party.kind]).clone());
        let (principal, resource) = (party(&target.principal), party(&target.resource));
        if let Some(call) = &self.call {
            let (context, Memory { bytes, frame, .. }) = call.request(random, constants);
            return Asked { principal, resource, context, memory: bytes, frame };
        }
        let context = constants.fields(random, &target.action.context, Constants::near);
        let mut memory = Memory::new(random, target.layout.size);
        let (frame, places) = (memory.frame, &target.layout.places);
        for (place, kind, id) in
            [(&places.principal, target.principal.kind, &principal), (&places.resource, target.resource.kind, &resource)]
        {
            if let Some(place) = place {
                memory.value(frame, place, &Value::Entity(kind.into(), id.clone()));
            }
        }
        memory.value(frame, &places.context, &Value::Record(context.clone()));
        Asked { principal, resource, context, memory: memory.bytes, frame }
    }
}

impl Target<'_> {
    /// A request as Cedar takes it; a `u64` that has no value there is taken for `instead`.
    pub fn request(&self, asked: &Asked, instead: i64, schema: Option<&Schema>) -> Request {
        let context = Context::from_pairs(expressions(&asked.context, instead)).expect("values can be evaluated");
        let (principal, resource) = (uid(self.principal.kind, &asked.principal), uid(self.resource.kind, &asked.resource));
        Request::new(principal, uid("Action", &self.action.id), resource, context, schema)
            .unwrap_or_else(|error| panic!("the generator: {error:?}"))
    }
}

/// A policy file.
pub fn text<'w>(policies: impl IntoIterator<Item = &'w Written>) -> String {
    policies.into_iter().fold(String::new(), |out, policy| out + &policy.text)
}

impl std::fmt::Display for Asked {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut context = String::new();
        for (name, value) in &self.context {
            let _ = writeln!(context, "  {}: {},", quote(name), value.as_ref().map_or("absent".into(), Value::literal));
        }
        write!(
            out,
            "principal {:?}, resource {:?}, context:\n{context}frame at {} of {:02x?}",
            self.principal, self.resource, self.frame, self.memory
        )
    }
}

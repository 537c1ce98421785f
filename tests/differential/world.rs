//! A random schema of native Cedar: entity types with hierarchies, attributes and tags, actions with contexts; and entities of it.
//!
//! Two types have the intrinsic hierarchies of caplink: `Net::Host` and `Fs::Path`. Some ids that policies and requests name are in no store.

use crate::constants::Constants;
use crate::random::Random;
use crate::values::{Field, Text, Type, Value, Width, expressions, quote, record, uid};
use crate::wit::{self, Call};
use cedar_policy::{Entities, Entity, Schema};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt::Write as _;

/// Everything but policies and requests.
#[derive(Debug)]
pub struct World {
    pub kinds: Vec<Kind>,
    pub actions: Vec<Action>,
    pub entities: Vec<Thing>,
    pub constants: Constants,
    /// The schema's text.
    pub schema: String,
}

/// An entity type.
#[derive(Debug)]
pub struct Kind {
    pub name: &'static str,
    pub parents: &'static [&'static str],
    pub fields: Vec<Field>,
    pub tags: Option<Type>,
}

/// An action.
#[derive(Debug)]
pub struct Action {
    pub id: String,
    pub group: &'static str,
    pub principals: Vec<&'static str>,
    pub resources: Vec<&'static str>,
    pub context: Vec<Field>,
}

/// An entity.
#[derive(Debug)]
pub struct Thing {
    pub kind: &'static str,
    pub id: String,
    fields: Vec<(String, Option<Value>)>,
    parents: Vec<(&'static str, String)>,
    tags: Vec<(String, Value)>,
}

/// Name, what it can be in, and ids. An entity's parents stand after it here, or before it in the list of its own type's ids.
type Shape = (&'static str, &'static [&'static str], &'static [&'static str]);
/// Of links.
const LINKED: &[Shape] = &[
    ("Agent", &["Team"], &["billing", "other", "ghost"]),
    (wit::INTERFACES, &[wit::PACKAGES], &[wit::INTERFACE, "a:b/d", "none"]),
    ("Team", &[], &["all", "nobody"]),
    (wit::PACKAGES, &[], &["a:b", "none"]),
];
const SHAPES: &[Shape] = &[
    ("User", &["Team"], &["ann", "bob", "eve", "ghost"]),
    ("App::Robot", &["Team", "Org"], &["r1", "r\"2", "r3"]),
    ("Doc", &["Folder"], &["d1", "d2", "d3", "döc"]),
    ("Folder", &["Folder"], &["root", "src", "src/lib", "none"]),
    (HOST, &[HOST, "Org"], HOSTS),
    (PATH, &[PATH], PATHS),
    ("Team", &["Team", "Org"], &["all", "dev", "ops", "nobody"]),
    ("Org", &[], &["acme", "vendors", "gone"]),
];
/// Where an id lies in its parent domains.
pub const HOST: &str = "Net::Host";
/// Where an id lies in its parent directories.
pub const PATH: &str = "Fs::Path";
const HOSTS: &[&str] = &[
    "com",
    "github.com",
    "api.github.com",
    "v1.api.github.com",
    "evilgithub.com",
    "github.com.evil.org",
    "10.0.0.1",
    "0.1",
    "1",
    "[::1]",
    "localhost",
];
const PATHS: &[&str] = &["/", "/data", "/data/out", "/data/out/a.txt", "/database", "/data/in", "/tmp/a b", "/etc"];
const PRINCIPALS: &[&str] = &["User", "App::Robot"];
const RESOURCES: &[&str] = &["Doc", "Folder", HOST, PATH];
const ATTRIBUTES: &[&str] = &[
    "host", "port", "cents", "note", "dry-run", "in", "a b", "naïve", "tag", "list-len", "owner", "when", "peer", "price", "depth", "q\"",
    "name", "level", "urgent", "labels",
];
/// Keys of tags.
pub const KEYS: &[&str] = &["env", "tier", "", "a b"];

/// A world; policies of it may be many.
pub fn world(random: &mut Random, many: usize) -> World {
    let kinds: Vec<Kind> = SHAPES
        .iter()
        .map(|(name, parents, _)| {
            let intrinsic = [HOST, PATH].contains(name);
            let mut fields = if random.percent(if intrinsic { 70 } else { 20 }) { vec![] } else { fields(random, 4, false) };
            if intrinsic {
                // Their parents are made up for the authorizer, which must find them well formed.
                fields.iter_mut().for_each(|field| field.optional = true);
            }
            let tags = random.percent(30).then(|| ty(random, 1, false));
            Kind { name, parents, fields, tags }
        })
        .collect();
    let actions: Vec<Action> = (0..1 + random.below(3))
        .map(|number| Action {
            id: ["read", "acme:pay/api#charge", "sen\"d"][number].into(),
            group: ["all", "some"][random.below(2)],
            principals: some(random, PRINCIPALS),
            resources: some(random, RESOURCES),
            context: fields(random, 8, true),
        })
        .collect();
    let schema = schema(&kinds, &actions);
    populated(random, SHAPES, World { schema, kinds, actions, entities: vec![], constants: Constants::default() }, many)
}

/// The world of an agent that imports a function: the shipped schema and the function's own.
pub fn of_function(random: &mut Random, call: &Call, many: usize) -> World {
    let kinds = LINKED.iter().map(|(name, parents, _)| Kind { name, parents, fields: vec![], tags: None }).collect();
    let action = Action {
        id: wit::ACTION.into(),
        group: "a:b",
        principals: vec!["Agent"],
        resources: vec![wit::INTERFACES],
        context: call.context(),
    };
    let schema = call.schema();
    populated(random, LINKED, World { schema, kinds, actions: vec![action], entities: vec![], constants: Constants::default() }, many)
}

fn populated(random: &mut Random, shapes: &[Shape], mut world: World, many: usize) -> World {
    let ids = shapes.iter().map(|(name, _, ids)| ((*name).to_string(), ids.iter().map(|id| (*id).to_string()).collect())).collect();
    world.constants = Constants::new(random, ids, many);
    world.entities = entities(random, shapes, &world);
    world
}

fn some(random: &mut Random, of: &[&'static str]) -> Vec<&'static str> {
    let mut some: Vec<_> = of.iter().copied().filter(|_| random.percent(50)).collect();
    if some.is_empty() {
        some.push(random.pick::<&str>(of));
    }
    some
}

fn fields(random: &mut Random, most: usize, stored: bool) -> Vec<Field> {
    let names: BTreeSet<_> = (0..1 + random.below(most)).map(|_| *random.pick(ATTRIBUTES)).collect();
    names.into_iter().map(|name| Field { name: name.into(), ty: ty(random, 2, stored), optional: random.percent(30) }).collect()
}

/// A type; `stored` if memory holds it, in one of several ways.
fn ty(random: &mut Random, depth: usize, stored: bool) -> Type {
    match random.below(if depth == 0 { 15 } else { 20 }) {
        0 | 1 => Type::Bool,
        2..6 => {
            let size = [1, 2, 4, 8, 8][random.below(5)];
            let unsigned = if random.percent(50) { Width::Unsigned(size) } else { Width::Signed(size) };
            Type::Long(if stored { unsigned } else { Width::Signed(8) })
        }
        6..10 => Type::String(match random.below(8) {
            0 if stored => Text::Char,
            1 if stored => Text::OneOf(["eur", "usd", "a", "", "日本"].map(String::from).into()),
            _ => Text::Bytes,
        }),
        10 => Type::Decimal,
        11 => Type::Ip,
        12 => Type::Datetime,
        13 => Type::Duration,
        14 => Type::Entity(random.pick(SHAPES).0.into()),
        15..18 => Type::Set(Box::new(ty(random, depth - 1, stored))),
        _ => Type::Record(fields(random, 3, stored).into_iter().map(|field| Field { ty: shallow(field.ty), ..field }).collect()),
    }
}

/// Records are nested once, so that there is something else as well.
fn shallow(ty: Type) -> Type {
    match ty {
        Type::Record(fields) => Type::Record(fields.into_iter().filter(|field| !matches!(field.ty, Type::Record(_))).collect()),
        other => other,
    }
}

fn schema(kinds: &[Kind], actions: &[Action]) -> String {
    let mut out = String::new();
    for kind in kinds {
        let (namespace, name) = kind.name.rsplit_once("::").unwrap_or(("", kind.name));
        let parents = if kind.parents.is_empty() { String::new() } else { format!(" in [{}]", kind.parents.join(", ")) };
        let tags = kind.tags.as_ref().map(|ty| format!(" tags {}", ty.cedar())).unwrap_or_default();
        let declared = format!("entity {name}{parents} {}{tags};", record(&kind.fields));
        let _ = if namespace.is_empty() { writeln!(out, "{declared}") } else { writeln!(out, "namespace {namespace} {{ {declared} }}") };
    }
    out.push_str("action \"all\";\naction \"some\" in [\"all\"];\n");
    for Action { id, group, principals, resources, context } in actions {
        let (principals, resources, context) = (principals.join(", "), resources.join(", "), record(context));
        let applies = format!("appliesTo {{ principal: [{principals}], resource: [{resources}], context: {context} }}");
        let _ = writeln!(out, "action {} in [{group:?}] {applies};", quote(id));
    }
    out
}

fn entities(random: &mut Random, shapes: &[Shape], world: &World) -> Vec<Thing> {
    let mut things = vec![];
    for (number, (name, parents, ids)) in shapes.iter().enumerate() {
        let kind = &world.kinds[number];
        // The last one is in no store.
        for (at, id) in ids[..ids.len() - 1].iter().enumerate() {
            if random.percent(if [HOST, PATH].contains(name) { 60 } else { 15 }) {
                continue;
            }
            let mut above = vec![];
            for parent in *parents {
                let of = shapes.iter().find(|shape| shape.0 == *parent).expect("parents are types").2;
                // Within one type only upwards, so that there is no cycle; intrinsic parents need not be given.
                let of = if parent == name { &of[..at] } else { of };
                if !of.is_empty() && random.percent(60) && !([HOST, PATH].contains(parent)) {
                    above.push((*parent, (*random.pick(of)).to_string()));
                }
            }
            let fields = world.constants.fields(random, &kind.fields, Constants::near);
            let mut tags = vec![];
            for key in KEYS {
                if let Some(ty) = kind.tags.as_ref().filter(|_| random.percent(50)) {
                    tags.push(((*key).to_string(), world.constants.near(random, ty)));
                }
            }
            things.push(Thing { kind: name, id: (*id).into(), fields, parents: above, tags });
        }
    }
    things
}

impl World {
    /// The type of this name.
    pub fn kind(&self, name: &str) -> &Kind {
        self.kinds.iter().find(|kind| kind.name == name).expect("types are declared")
    }

    /// The store as policies are compiled with it.
    pub fn store(&self, schema: &Schema) -> Entities {
        self.expanded(&BTreeSet::new(), schema)
    }

    /// The store with intrinsic parents, of these entities, of all that the store holds, and of all that policies can name.
    pub fn oracle(&self, schema: &Schema) -> Entities {
        let mut named: BTreeSet<(&str, String)> = BTreeSet::new();
        for kind in [HOST, PATH, wit::INTERFACES] {
            let ids = self.constants.ids.get(kind).into_iter().flatten().map(|id| (kind, id.clone()));
            named.extend(ids.flat_map(|id| std::iter::successors(Some(id), |(kind, id)| above(kind, id))));
        }
        self.expanded(&named, schema)
    }

    fn expanded(&self, named: &BTreeSet<(&'static str, String)>, schema: &Schema) -> Entities {
        let mut parents: BTreeMap<(&str, &str), Vec<(&str, String)>> =
            named.iter().map(|(kind, id)| ((*kind, id.as_str()), above(kind, id).into_iter().collect())).collect();
        for thing in &self.entities {
            parents.entry((thing.kind, &thing.id)).or_default().extend(thing.parents.iter().cloned());
        }
        let given: HashMap<_, _> = self.entities.iter().map(|thing| ((thing.kind, thing.id.as_str()), thing)).collect();
        let entities = parents.iter().map(|(key @ (kind, id), parents)| {
            let (fields, tags) = given.get(key).map(|thing| (&thing.fields[..], &thing.tags[..])).unwrap_or_default();
            let parents: HashSet<_> = parents.iter().map(|(kind, id)| uid(kind, id)).collect();
            let tags = tags.iter().map(|(key, value)| (key.clone(), value.expression(0)));
            let fields: HashMap<_, _> = expressions(fields, 0).into_iter().collect();
            Entity::new_with_tags(uid(kind, id), fields, parents, tags).expect("entities are well formed")
        });
        Entities::from_entities(entities, Some(schema)).unwrap_or_else(|error| panic!("the generator: {error:?}\n{}", self.schema))
    }
}

/// The next entity of a type with an intrinsic hierarchy that this one is in.
pub fn above(kind: &'static str, id: &str) -> Option<(&'static str, String)> {
    let id = match kind {
        wit::INTERFACES => return id.split_once('/').map(|(package, _)| (wit::PACKAGES, package.to_string())),
        HOST | PATH => above_by_name(kind, id)?,
        _ => return None,
    };
    Some((kind, id))
}

fn above_by_name(kind: &str, id: &str) -> Option<String> {
    if kind == HOST {
        let last = id.rsplit('.').next().unwrap_or_default();
        let literal = last.bytes().all(|byte| byte.is_ascii_digit()) || id.contains([':', '[']);
        return id.split_once('.').filter(|_| !literal).map(|(_, rest)| rest.to_string());
    }
    let (rest, last) = id.rsplit_once('/')?;
    match (rest, last) {
        ("", "") => None,
        ("", _) => Some("/".into()),
        _ => Some(rest.to_string()),
    }
}

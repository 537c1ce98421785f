//! Random Cedar expressions, typed so that strict validation accepts them.
//!
//! An [`Access`] is a way to a value, with the conditions under which it is there: an optional attribute is used only behind its `has`. Literals come
//! from the case's [`Constants`](crate::constants::Constants), so that requests meet them.

use crate::policies::About;
use crate::random::Random;
use crate::values::{Field, Type, Value, escape, quote};
use crate::world::{Action, KEYS, World};

/// What an expression may speak of.
pub struct Environment<'w> {
    pub world: &'w World,
    pub action: &'w Action,
    pub principal: &'static str,
    pub resource: &'static str,
    accesses: Vec<Access>,
}

/// A value that an expression can name.
#[derive(Clone)]
pub struct Access {
    pub text: String,
    pub ty: Type,
    /// Conditions, the outermost first.
    needs: Vec<String>,
}

impl<'w> Environment<'w> {
    /// An action with a type of principal and one of resource.
    pub fn new(random: &mut Random, world: &'w World, (action, principal, resource): About) -> Self {
        let action = &world.actions[action];
        let mut environment = Self { world, action, principal, resource, accesses: vec![] };
        // Most is about the context.
        for _ in 0..3 {
            environment.members(random, "context", &action.context, &[], 3);
        }
        environment.grow(random, "principal", Type::Entity(principal.into()), &[], 2);
        environment.grow(random, "resource", Type::Entity(resource.into()), &[], 2);
        environment
    }

    fn grow(&mut self, random: &mut Random, text: &str, ty: Type, needs: &[String], depth: usize) {
        self.accesses.push(Access { text: text.into(), ty: ty.clone(), needs: needs.to_vec() });
        match &ty {
            Type::Record(fields) => self.members(random, text, fields, needs, depth),
            Type::Entity(kind) => self.members(random, text, &self.world.kind(kind).fields, needs, depth),
            _ => {}
        }
    }

    fn members(&mut self, random: &mut Random, text: &str, fields: &[Field], needs: &[String], depth: usize) {
        let Some(depth) = depth.checked_sub(1) else { return };
        for field in fields {
            let plain = is_identifier(&field.name);
            let member =
                if plain && random.percent(60) { format!("{text}.{}", field.name) } else { format!("{text}[{}]", quote(&field.name)) };
            let mut needs = needs.to_vec();
            if field.optional {
                needs.push(format!("{text} has {}", if plain { field.name.clone() } else { quote(&field.name) }));
            }
            self.grow(random, &member, field.ty.clone(), &needs, depth);
        }
    }

    /// A required attribute of the context itself with a Cedar type that literals have.
    pub fn required(&self, random: &mut Random) -> Option<&'w Field> {
        let fields: Vec<_> = self.action.context.iter().filter(|field| !field.optional && !field.ty.has_optional()).collect();
        (!fields.is_empty()).then(|| *random.pick(&fields))
    }
}

fn is_identifier(name: &str) -> bool {
    const WORDS: &[&str] = &["in", "is", "if", "has", "like", "true", "false", "then", "else"];
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
        && !WORDS.contains(&name)
}

/// Writes expressions.
pub struct Writer<'a, 'w> {
    pub random: &'a mut Random,
    pub environment: &'a Environment<'w>,
    /// Conditions that hold where the next expression stands.
    holds: Vec<String>,
}

impl<'a, 'w> Writer<'a, 'w> {
    pub fn new(random: &'a mut Random, environment: &'a Environment<'w>) -> Self {
        Self { random, environment, holds: vec![] }
    }

    /// A Bool.
    pub fn condition(&mut self, depth: usize) -> String {
        let Some(depth) = depth.checked_sub(1) else { return self.atom() };
        match self.random.below(12) {
            0..3 => format!("({} && {})", self.condition(depth), self.condition(depth)),
            3..6 => format!("({} || {})", self.condition(depth), self.condition(depth)),
            6 => format!("!({})", self.condition(depth)),
            7 => {
                let [condition, then, other] = [(); 3].map(|()| self.condition(depth));
                format!("(if {condition} then {then} else {other})")
            }
            // What the left side shows holds for the right side.
            8 | 9 => {
                let access = self.random.pick(&self.environment.accesses).clone();
                let held = self.holds.len();
                self.holds.extend(access.needs.iter().cloned());
                let right = self.condition(depth);
                self.holds.truncate(held);
                access.needs.iter().rev().fold(right, |right, need| format!("({need} && {right})"))
            }
            _ => self.atom(),
        }
    }

    fn atom(&mut self) -> String {
        loop {
            let mut needs = vec![];
            if let Some(text) = self.predicate(&mut needs) {
                let mut shown: Vec<String> = vec![];
                for need in needs {
                    if !self.holds.contains(&need) && !shown.contains(&need) {
                        shown.push(need);
                    }
                }
                shown.push(text);
                return if shown.len() == 1 { shown.remove(0) } else { format!("({})", shown.join(" && ")) };
            }
        }
    }

    fn predicate(&mut self, needs: &mut Vec<String>) -> Option<String> {
        // Around a value of the call, most often.
        let access = self.random.pick(&self.environment.accesses).clone();
        let all = |access: &Access, needs: &mut Vec<String>| {
            needs.extend(access.needs.iter().cloned());
            access.text.clone()
        };
        let (ty, shape) = (&access.ty, self.random.below(10));
        if shape == 0 {
            return self.presence(&access, needs);
        }
        if shape == 1 {
            let left = all(&access, needs);
            return Some(format!("{left} {} {}", self.equality(), self.value(ty, 1, needs)?));
        }
        match ty {
            Type::Bool if shape < 8 => Some(all(&access, needs)),
            Type::Long(_) | Type::Datetime | Type::Duration => {
                let left = if shape < 6 { all(&access, needs) } else { self.value(ty, 2, needs)? };
                let operator = *self.random.pick(&["==", "!=", "<", "<=", ">", ">="]);
                Some(format!("{left} {operator} {}", self.value(ty, 1, needs)?))
            }
            Type::String(_) => {
                let left = if shape < 9 { all(&access, needs) } else { self.value(ty, 1, needs)? };
                Some(match shape {
                    2..5 => format!("{left} like {}", self.pattern()),
                    5..7 => format!(
                        "{}.contains({left})",
                        self.environment.world.constants.literal(self.random, &Type::Set(Box::new(ty.clone()))).literal()
                    ),
                    _ => format!("{left} {} {}", self.equality(), self.value(ty, 0, needs)?),
                })
            }
            Type::Decimal => {
                let method = *self.random.pick(&["lessThan", "lessThanOrEqual", "greaterThan", "greaterThanOrEqual"]);
                let left = all(&access, needs);
                Some(format!("{left}.{method}({})", self.value(ty, 1, needs)?))
            }
            Type::Ip => {
                let left = all(&access, needs);
                Some(match shape {
                    2..6 => format!("{left}.isInRange({})", self.value(ty, 0, needs)?),
                    6 => format!("{}.isInRange({left})", self.value(ty, 0, needs)?),
                    _ => format!("{left}.{}()", self.random.pick(&["isIpv4", "isIpv6", "isLoopback", "isMulticast"])),
                })
            }
            Type::Entity(kind) => {
                let left = all(&access, needs);
                match shape {
                    2 => Some(format!("{left} is {kind}")),
                    3..7 => {
                        let above = Type::Entity((*self.random.pick(&self.ancestors(kind))).to_string());
                        let above = if self.random.percent(25) { Type::Set(Box::new(above)) } else { above };
                        let is = if self.random.percent(20) { format!("is {kind} ") } else { String::new() };
                        Some(format!("{left} {is}in {}", self.value(&above, 0, needs)?))
                    }
                    7 => {
                        self.environment.world.kind(kind).tags.as_ref()?;
                        Some(format!("{left}.hasTag({})", self.key(needs)))
                    }
                    _ => Some(format!("{left} {} {}", self.equality(), self.value(ty, 0, needs)?)),
                }
            }
            Type::Set(element) => {
                let left = if shape < 8 { all(&access, needs) } else { self.value(ty, 1, needs)? };
                Some(match shape {
                    2..5 => format!("{left}.contains({})", self.value(element, 1, needs)?),
                    5 => format!("{left}.isEmpty()"),
                    6 => format!("{left}.containsAny({})", self.value(ty, 1, needs)?),
                    7 => format!("{}.containsAll({left})", self.value(ty, 1, needs)?),
                    _ => format!("{left}.containsAll({})", self.value(ty, 1, needs)?),
                })
            }
            Type::Bool | Type::Record(_) => {
                let left = all(&access, needs);
                Some(format!("{left} {} {}", self.equality(), self.value(ty, 1, needs)?))
            }
        }
    }

    /// Whether something is there: the last condition of an access, or one that is always true.
    fn presence(&mut self, access: &Access, needs: &mut Vec<String>) -> Option<String> {
        if let Some((last, before)) = access.needs.split_last() {
            needs.extend(before.iter().cloned());
            return Some(last.clone());
        }
        let field = self.random.pick(&self.environment.action.context);
        let inner = match &field.ty {
            Type::Record(inner) if is_identifier(&field.name) => inner.iter().find(|inner| is_identifier(&inner.name)),
            _ => None,
        };
        Some(match inner {
            Some(inner) => format!("context has {}.{}", field.name, inner.name),
            None => format!("context has {}", quote(&field.name)),
        })
    }

    fn equality(&mut self) -> &'static str {
        if self.random.percent(75) { "==" } else { "!=" }
    }

    fn ancestors(&self, kind: &str) -> Vec<&'static str> {
        let mut found = vec![self.environment.world.kind(kind).name];
        let mut next = 0;
        while let Some(kind) = found.get(next) {
            next += 1;
            for parent in self.environment.world.kind(kind).parents {
                if !found.contains(parent) {
                    found.push(parent);
                }
            }
        }
        found
    }

    fn pattern(&mut self) -> String {
        let parts: Vec<_> =
            self.environment.world.constants.pattern(self.random).iter().map(|part| escape(part).replace('*', "\\*")).collect();
        format!("\"{}\"", parts.join("*"))
    }

    fn key(&mut self, needs: &mut Vec<String>) -> String {
        if self.random.percent(15)
            && let Some(key) = self.value(&crate::values::STRING, 0, needs)
        {
            return key;
        }
        quote(self.random.pick::<&str>(KEYS))
    }

    /// An expression of a type, if there is one; what must hold for it is added to `needs`.
    pub fn value(&mut self, ty: &Type, depth: usize, needs: &mut Vec<String>) -> Option<String> {
        let same: Vec<&Access> = self.environment.accesses.iter().filter(|access| access.ty.cedar() == ty.cedar()).collect();
        let is_literal = !ty.has_optional();
        if !same.is_empty() && (!is_literal || self.random.percent(35)) {
            let access = *self.random.pick(&same);
            needs.extend(access.needs.iter().cloned());
            return Some(access.text.clone());
        }
        if depth > 0 && self.random.percent(50) {
            return self.compound(ty, depth - 1, needs);
        }
        is_literal.then(|| self.literal(ty))
    }

    fn literal(&mut self, ty: &Type) -> String {
        self.environment.world.constants.literal(self.random, ty).literal()
    }

    fn compound(&mut self, ty: &Type, depth: usize, needs: &mut Vec<String>) -> Option<String> {
        if self.random.percent(12) {
            let condition = self.condition(0);
            return Some(format!("(if {condition} then {} else {})", self.value(ty, depth, needs)?, self.value(ty, depth, needs)?));
        }
        if self.random.percent(25) {
            // A tag of an entity.
            let tagged: Vec<Access> = self
                .environment
                .accesses
                .iter()
                .filter(|access| self.tags(access).is_some_and(|tags| tags.cedar() == ty.cedar()))
                .cloned()
                .collect();
            if !tagged.is_empty() {
                let access = self.random.pick(&tagged).clone();
                let key = self.key(needs);
                needs.extend(access.needs);
                needs.push(format!("{}.hasTag({key})", access.text));
                return Some(format!("{}.getTag({key})", access.text));
            }
        }
        match ty {
            Type::Long(_) => Some(match self.random.below(8) {
                0 => format!("(-({}))", self.value(ty, depth, needs)?),
                1 | 2 => {
                    let method = *self.random.pick(&["toMilliseconds", "toSeconds", "toMinutes", "toHours", "toDays"]);
                    format!("{}.{method}()", self.value(&Type::Duration, depth, needs)?)
                }
                3..6 => {
                    let operator = *self.random.pick(&["+", "-", "*"]);
                    let (left, right) = (self.value(ty, depth, needs)?, self.value(ty, depth, needs)?);
                    let more = if self.random.percent(20) { format!(" {operator} {}", self.literal(ty)) } else { String::new() };
                    format!("({left} {operator} {right}{more})")
                }
                _ => self.literal(ty),
            }),
            Type::Datetime => Some(match self.random.below(3) {
                0 => format!("{}.toDate()", self.value(ty, depth, needs)?),
                _ => format!("{}.offset({})", self.value(ty, depth, needs)?, self.value(&Type::Duration, depth, needs)?),
            }),
            Type::Duration => Some(match self.random.below(3) {
                0 => format!("{}.toTime()", self.value(&Type::Datetime, depth, needs)?),
                _ => {
                    format!("{}.durationSince({})", self.value(&Type::Datetime, depth, needs)?, self.value(&Type::Datetime, depth, needs)?)
                }
            }),
            Type::Set(element) => {
                let mut elements = vec![];
                for _ in 0..1 + self.random.below(3) {
                    elements.push(self.value(element, depth, needs)?);
                }
                Some(format!("[{}]", elements.join(", ")))
            }
            Type::Record(fields) if !ty.has_optional() => {
                let mut values = vec![];
                for field in fields {
                    values.push(format!("{}: {}", quote(&field.name), self.value(&field.ty, depth, needs)?));
                }
                Some(format!("{{{}}}", values.join(", ")))
            }
            Type::Bool => Some(format!("({})", self.condition(1))),
            _ => (!ty.has_optional()).then(|| self.literal(ty)),
        }
    }

    fn tags(&self, access: &Access) -> Option<&'w Type> {
        match &access.ty {
            Type::Entity(kind) => self.environment.world.kind(kind).tags.as_ref(),
            _ => None,
        }
    }

    /// A literal as a value, for conditions that an index can file.
    pub fn constant(&mut self, ty: &Type) -> Value {
        self.environment.world.constants.literal(self.random, ty)
    }

    /// A pattern with few parts.
    pub fn affix(&mut self) -> String {
        let text = match self.constant(&crate::values::STRING) {
            Value::String(text) => escape(&text).replace('*', "\\*"),
            other => unreachable!("{other:?} is no string"),
        };
        match self.random.below(3) {
            0 => format!("\"{text}*\""),
            1 => format!("\"*{text}\""),
            _ => self.pattern(),
        }
    }
}

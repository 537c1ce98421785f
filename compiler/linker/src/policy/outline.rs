//! Policies as they are written: plain values with byte ranges, for rules that look at what people typed.
//!
//! In: Cedar's own syntax trees. Out: an [`Outline`] for each policy and template. Must hold: every kind of node has a [`Term`], so that a new one of Cedar's
//! does not compile here; ranges are those of the text that was parsed. What Cedar desugars stays so: `a > b` is `!(a <= b)`.

use cedar_policy::Effect;
use cedar_policy_core::ast::{
    ActionConstraint, BinaryOp, EntityReference, EntityUID, Expr, ExprKind, Literal, PatternElem, PrincipalOrResourceConstraint, Template,
    UnaryOp, Var,
};
use cedar_policy_core::parser::Loc;
use std::ops::Range;

/// A policy or template.
#[derive(Clone, Debug)]
pub struct Outline {
    /// Its name: `@id`, or `file#number`.
    pub id: String,
    /// Whether it has an `@id`.
    pub has_id: bool,
    /// Which policy file it is in.
    pub text: usize,
    /// All of it, annotations and `;` included.
    pub range: Range<usize>,
    /// The part of the first line that names it: where findings about the whole point to.
    pub head: Range<usize>,
    /// Permit or forbid.
    pub permits: bool,
    /// Whether it has slots.
    pub is_template: bool,
    /// The annotations, in the order of the text.
    pub annotations: Vec<Annotation>,
    /// The scope.
    pub principal: Scope,
    /// The scope.
    pub action: Actions,
    /// The scope.
    pub resource: Scope,
    /// The conjunction of all clauses, if there is one.
    pub condition: Option<Term>,
}

/// `@name("value")`
#[derive(Clone, Debug)]
pub struct Annotation {
    /// Before the bracket.
    pub name: String,
    /// In it.
    pub value: String,
    /// All of it.
    pub range: Range<usize>,
}

/// An entity as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// Its type.
    pub kind: String,
    /// Its id, unescaped.
    pub id: String,
    /// Where.
    pub range: Range<usize>,
}

/// What the scope says of the principal or the resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Nothing.
    Any,
    /// `== entity`
    Equal(Entity),
    /// `in entity`
    In(Entity),
    /// `is type`
    Is(String),
    /// `is type in entity`
    IsIn(String, Entity),
    /// A slot, which links fill in.
    Slot {
        /// `== ?slot`, and not `in ?slot`.
        is_equal: bool,
    },
}

impl Scope {
    /// The entity that it names.
    pub fn entity(&self) -> Option<&Entity> {
        match self {
            Self::Equal(entity) | Self::In(entity) | Self::IsIn(_, entity) => Some(entity),
            Self::Any | Self::Is(_) | Self::Slot { .. } => None,
        }
    }
}

/// What the scope says of the action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actions {
    /// Nothing.
    Any,
    /// `== action`
    Equal(Entity),
    /// `in action`, `in [actions]`
    In(Vec<Entity>),
}

impl Actions {
    /// The actions that it names.
    pub fn entities(&self) -> &[Entity] {
        match self {
            Self::Any => &[],
            Self::Equal(entity) => std::slice::from_ref(entity),
            Self::In(entities) => entities,
        }
    }
}

/// An expression.
#[derive(Clone, Debug)]
pub struct Term {
    /// Where; empty if Cedar does not say.
    pub range: Range<usize>,
    /// What.
    pub kind: Kind,
}

/// A kind of expression. `unless` is a [`Kind::Not`], and `a && b && c` is one [`Kind::And`].
#[derive(Clone, Debug)]
pub enum Kind {
    /// A literal.
    Bool(bool),
    /// A literal.
    Long(i64),
    /// A literal, unescaped.
    String(String),
    /// A literal.
    Entity(Entity),
    /// A variable.
    Principal,
    /// A variable.
    Action,
    /// A variable.
    Resource,
    /// A variable.
    Context,
    /// A slot of a template.
    Slot,
    /// `base.name`, `base["name"]`
    Attribute(Box<Term>, String),
    /// `base has a.b.c`
    Has(Box<Term>, Vec<String>),
    /// `None` is the star.
    Like(Box<Term>, Vec<Option<char>>),
    /// `base is type`
    Is(Box<Term>, String),
    /// `!a`
    Not(Box<Term>),
    /// `-a`
    Negate(Box<Term>),
    /// `a.isEmpty()`
    IsEmpty(Box<Term>),
    /// `a && b && ...`
    And(Vec<Term>),
    /// `a || b || ...`
    Or(Vec<Term>),
    /// `if a then b else c`
    If(Box<Term>, Box<Term>, Box<Term>),
    /// An operator, or a method of one argument.
    Binary(Operator, Box<Term>, Box<Term>),
    /// A function or method of an extension type.
    Call(String, Vec<Term>),
    /// `[a, b]`
    Set(Vec<Term>),
    /// `{a: b}`
    Record(Vec<(String, Term)>),
}

/// An operator or built-in method of two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `in`
    In,
    /// `.contains(...)`
    Contains,
    /// `.containsAll(...)`
    ContainsAll,
    /// `.containsAny(...)`
    ContainsAny,
    /// `.getTag(...)`
    GetTag,
    /// `.hasTag(...)`
    HasTag,
}

impl Term {
    /// What it is made of, one step down, from left to right.
    pub fn operands(&self) -> Vec<&Self> {
        match &self.kind {
            Kind::Bool(_) | Kind::Long(_) | Kind::String(_) | Kind::Entity(_) => vec![],
            Kind::Principal | Kind::Action | Kind::Resource | Kind::Context | Kind::Slot => vec![],
            Kind::Attribute(of, _) | Kind::Has(of, _) | Kind::Like(of, _) | Kind::Is(of, _) => vec![of],
            Kind::Not(of) | Kind::Negate(of) | Kind::IsEmpty(of) => vec![of],
            Kind::And(all) | Kind::Or(all) | Kind::Call(_, all) | Kind::Set(all) => all.iter().collect(),
            Kind::If(condition, then, other) => vec![condition, then, other],
            Kind::Binary(_, a, b) => vec![a, b],
            Kind::Record(values) => values.iter().map(|(_, value)| value).collect(),
        }
    }

    /// Itself and everything in it, outermost first.
    pub fn all(&self) -> Vec<&Self> {
        let (mut found, mut rest) = (vec![], vec![self]);
        while let Some(term) = rest.pop() {
            found.push(term);
            rest.extend(term.operands().into_iter().rev());
        }
        found
    }

    /// `context.a.b` as its names.
    pub fn context_path(&self) -> Option<Vec<&str>> {
        match &self.kind {
            Kind::Context => Some(vec![]),
            Kind::Attribute(base, name) => {
                let mut path = base.context_path()?;
                path.push(name);
                Some(path)
            }
            _ => None,
        }
    }
}

impl Outline {
    /// The entities that the scope and the conditions name, actions not included.
    pub fn entities(&self) -> Vec<&Entity> {
        let terms = self.condition.iter().flat_map(Term::all).filter_map(|term| match &term.kind {
            Kind::Entity(entity) if entity.kind != "Action" => Some(entity),
            _ => None,
        });
        self.principal.entity().into_iter().chain(self.resource.entity()).chain(terms).collect()
    }

    /// The operands of the condition's conjunction.
    pub fn conjuncts(&self) -> &[Term] {
        match &self.condition {
            None => &[],
            Some(Term { kind: Kind::And(all), .. }) => all,
            Some(one) => std::slice::from_ref(one),
        }
    }

    /// The annotation of this name.
    pub fn annotation(&self, name: &str) -> Option<&Annotation> {
        self.annotations.iter().find(|annotation| annotation.name == name)
    }
}

/// The outline of a policy or template in the text of this number.
pub(super) fn outline(template: &Template, text: usize, source: &str, id: String) -> Outline {
    let range = template.loc().map_or(0..0, range);
    let mut annotations: Vec<_> = template
        .annotations()
        .map(|(name, annotation)| Annotation {
            name: name.to_string(),
            value: annotation.val.to_string(),
            range: annotation.loc.as_ref().map_or(0..0, self::range),
        })
        .collect();
    annotations.sort_by_key(|annotation| annotation.range.start);
    let body = annotations.last().map_or(range.start, |last| last.range.end.max(range.start));
    let body = body + source.get(body..range.end).map_or(0, |rest| rest.len() - rest.trim_start().len());
    let word = if template.effect() == Effect::Permit { "permit" } else { "forbid" };
    let head = if source.get(body..).is_some_and(|rest| rest.starts_with(word)) { body..body + word.len() } else { range.clone() };
    Outline {
        has_id: annotations.iter().any(|annotation| annotation.name == "id"),
        id,
        text,
        range,
        head,
        permits: template.effect() == Effect::Permit,
        is_template: template.slots().next().is_some(),
        annotations,
        principal: scope(template.principal_constraint().as_inner()),
        action: match template.action_constraint() {
            ActionConstraint::Any => Actions::Any,
            ActionConstraint::Eq(action) => Actions::Equal(entity(action)),
            ActionConstraint::In(actions) => Actions::In(actions.iter().map(|action| entity(action)).collect()),
        },
        resource: scope(template.resource_constraint().as_inner()),
        condition: template.non_scope_constraints().map(term),
    }
}

fn range(loc: &Loc) -> Range<usize> {
    loc.span.offset()..loc.span.offset() + loc.span.len()
}

fn entity(uid: &EntityUID) -> Entity {
    Entity { kind: uid.entity_type().to_string(), id: AsRef::<str>::as_ref(uid.eid()).to_string(), range: uid.loc().map_or(0..0, range) }
}

fn scope(constraint: &PrincipalOrResourceConstraint) -> Scope {
    let reference = |reference: &EntityReference, make: &dyn Fn(Entity) -> Scope| match reference {
        EntityReference::EUID(uid) => make(entity(uid)),
        EntityReference::Slot(_) => Scope::Slot { is_equal: matches!(constraint, PrincipalOrResourceConstraint::Eq(_)) },
    };
    match constraint {
        PrincipalOrResourceConstraint::Any => Scope::Any,
        PrincipalOrResourceConstraint::Eq(uid) => reference(uid, &Scope::Equal),
        PrincipalOrResourceConstraint::In(uid) => reference(uid, &Scope::In),
        PrincipalOrResourceConstraint::Is(kind) => Scope::Is(kind.to_string()),
        PrincipalOrResourceConstraint::IsIn(kind, uid) => reference(uid, &|entity| Scope::IsIn(kind.to_string(), entity)),
    }
}

fn term(expr: &Expr) -> Term {
    let inner = |expr: &Expr| Box::new(term(expr));
    let kind = match expr.expr_kind() {
        ExprKind::Lit(Literal::Bool(value)) => Kind::Bool(*value),
        ExprKind::Lit(Literal::Long(value)) => Kind::Long(*value),
        ExprKind::Lit(Literal::String(value)) => Kind::String(value.to_string()),
        ExprKind::Lit(Literal::EntityUID(uid)) => Kind::Entity(match expr.source_loc() {
            Some(loc) => Entity { range: range(loc), ..entity(uid) },
            None => entity(uid),
        }),
        ExprKind::Var(Var::Principal) => Kind::Principal,
        ExprKind::Var(Var::Action) => Kind::Action,
        ExprKind::Var(Var::Resource) => Kind::Resource,
        ExprKind::Var(Var::Context) => Kind::Context,
        // Unknowns are not written, they come of evaluation.
        ExprKind::Slot(_) | ExprKind::Unknown(_) => Kind::Slot,
        ExprKind::If { test_expr, then_expr, else_expr } => Kind::If(inner(test_expr), inner(then_expr), inner(else_expr)),
        ExprKind::And { .. } => Kind::And(chain(expr, |kind| match kind {
            ExprKind::And { left, right } => Some((left, right)),
            _ => None,
        })),
        ExprKind::Or { .. } => Kind::Or(chain(expr, |kind| match kind {
            ExprKind::Or { left, right } => Some((left, right)),
            _ => None,
        })),
        ExprKind::UnaryApp { op: UnaryOp::Not, arg } => Kind::Not(inner(arg)),
        ExprKind::UnaryApp { op: UnaryOp::Neg, arg } => Kind::Negate(inner(arg)),
        ExprKind::UnaryApp { op: UnaryOp::IsEmpty, arg } => Kind::IsEmpty(inner(arg)),
        ExprKind::BinaryApp { op, arg1, arg2 } => Kind::Binary(operator(*op), inner(arg1), inner(arg2)),
        ExprKind::ExtensionFunctionApp { fn_name, args } => Kind::Call(fn_name.to_string(), args.iter().map(term).collect()),
        ExprKind::GetAttr { expr, attr } => Kind::Attribute(inner(expr), attr.to_string()),
        ExprKind::HasAttr { expr, attr } => Kind::Has(inner(expr), vec![attr.to_string()]),
        ExprKind::ExtHasAttr { expr, attrs } => Kind::Has(inner(expr), attrs.iter().map(ToString::to_string).collect()),
        ExprKind::Like { expr, pattern } => {
            let element = |element: &PatternElem| match element {
                PatternElem::Char(character) => Some(*character),
                PatternElem::Wildcard => None,
            };
            Kind::Like(inner(expr), pattern.iter().map(element).collect())
        }
        ExprKind::Is { expr, entity_type } => Kind::Is(inner(expr), entity_type.to_string()),
        ExprKind::Set(elements) => Kind::Set(elements.iter().map(term).collect()),
        ExprKind::Record(values) => Kind::Record(values.iter().map(|(name, value)| (name.to_string(), term(value))).collect()),
    };
    Term { range: expr.source_loc().map_or(0..0, range), kind }
}

/// The operands of a chain of one operator, however it nests, in their order.
fn chain<'e>(expr: &'e Expr, link: impl Fn(&'e ExprKind) -> Option<(&'e std::sync::Arc<Expr>, &'e std::sync::Arc<Expr>)>) -> Vec<Term> {
    let (mut operands, mut rest) = (vec![], vec![expr]);
    while let Some(expr) = rest.pop() {
        match link(expr.expr_kind()) {
            Some((left, right)) => rest.extend([&**right, &**left]),
            None => operands.push(term(expr)),
        }
    }
    operands
}

fn operator(op: BinaryOp) -> Operator {
    match op {
        BinaryOp::Eq => Operator::Equal,
        BinaryOp::Less => Operator::Less,
        BinaryOp::LessEq => Operator::LessOrEqual,
        BinaryOp::Add => Operator::Add,
        BinaryOp::Sub => Operator::Subtract,
        BinaryOp::Mul => Operator::Multiply,
        BinaryOp::In => Operator::In,
        BinaryOp::Contains => Operator::Contains,
        BinaryOp::ContainsAll => Operator::ContainsAll,
        BinaryOp::ContainsAny => Operator::ContainsAny,
        BinaryOp::GetTag => Operator::GetTag,
        BinaryOp::HasTag => Operator::HasTag,
    }
}

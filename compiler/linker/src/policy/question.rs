//! Decisions over any schema, principal and resource: what a test asks, and compares with Cedar's own answer.
//!
//! In: texts. Out: [`Decision`]s. It is the compiler that links use, but for what only concerns links: nothing is derived from an agent,
//! and policies that can never match are no error. The caller provides a stack of `limits::POLICY_STACK`.

use super::conditions::Condition;
use super::inputs::Values;
use super::{Base, Decision, decide::Party as Known, entities, load};
use crate::guard::rules::{Expr, Path};
use crate::solve::Domain;
use crate::source::Source;
use caplink_model::{diagnostic::Diagnostic, lockfile::PolicyRef, text::escape};
use cedar_policy::{Effect, EntityTypeName, EntityUid, Schema};
use std::str::FromStr;

/// Policies over a schema and entities.
pub struct Question(Base);

/// A principal or resource, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party<'a> {
    /// This very entity, as Cedar writes it: `Agent::"billing"`.
    Known(&'a str),
    /// Any entity of this type: `Net::Host`.
    Unknown(&'a str),
}

/// A policy, whether it permits, and its condition.
pub type Policy = (PolicyRef, bool, Result<Expr, String>);

/// The texts of a question.
#[derive(Clone, Copy, Debug)]
pub struct Texts<'a> {
    /// Policy files.
    pub policies: &'a [Source<'a>],
    /// Links of templates.
    pub links: Option<Source<'a>>,
    /// A schema in Cedar's own form; nothing of caplink's is added to it.
    pub schema: Source<'a>,
    /// Entities in Cedar's JSON form.
    pub entities: Option<Source<'a>>,
}

impl Question {
    /// Parses and strictly validates.
    ///
    /// # Errors
    /// Everything that is wrong in the first step that finds something.
    pub fn load(texts: &Texts<'_>) -> Result<Self, Vec<Diagnostic>> {
        let (schema, _) =
            Schema::from_cedarschema_str(texts.schema.text).map_err(|error| vec![texts.schema.diagnose("E-SCHEMA-PARSE", &error)])?;
        let store = entities::given(texts.entities, &schema)?;
        let read = load::read(texts.policies, texts.links)?;
        let (base, _) = load::base(read, schema, &[], store, load::Concern::Meaning)?;
        Ok(Self(base))
    }

    /// Decides one action, named as Cedar writes it: `Action::"http:request"`.
    ///
    /// # Errors
    /// If a name is wrong or no action applies to such parties; if a policy holds what no guard can decide.
    pub fn decide(&self, principal: Party<'_>, action: &str, resource: Party<'_>) -> Result<Decision, Vec<Diagnostic>> {
        self.0.decide(&known(principal)?, &self::action(action)?, &known(resource)?)
    }

    /// Each policy that may apply: whether it permits, and its condition as it may fail too; or a construct that no guard can decide.
    ///
    /// # Errors
    /// If a name is wrong or no action applies to such parties.
    pub fn conditions(&self, principal: Party<'_>, action: &str, resource: Party<'_>) -> Result<Vec<Policy>, Vec<Diagnostic>> {
        let conditions = self.0.conditions(&known(principal)?, &self::action(action)?, &known(resource)?)?;
        let named = |Condition { number, condition }| {
            let item = &self.0.policies[number];
            (item.reference.clone(), item.effect == Effect::Permit, condition)
        };
        Ok(conditions.into_iter().map(named).collect())
    }

    /// All values that an input may have by the schema's types.
    pub fn domain(&self, action: &str, principal: &str, resource: &str, path: &Path) -> Option<Domain> {
        let (principal, resource) = (principal.parse().ok()?, resource.parse().ok()?);
        Values::Anything.domain(&self.0.schema, &self::action(action).ok()?, &principal, &resource, path)
    }

    /// The values that an input of a call may have.
    pub fn canonical_domain(&self, action: &str, principal: &str, resource: &str, path: &Path) -> Option<Domain> {
        let (principal, resource) = (principal.parse().ok()?, resource.parse().ok()?);
        Values::Canonical(&self.0.world).domain(&self.0.schema, &self::action(action).ok()?, &principal, &resource, path)
    }
}

fn wrong(text: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::error("E-PRINCIPAL", format!("`{}` is no Cedar entity or type", escape(text)))]
}

fn known(party: Party<'_>) -> Result<Known, Vec<Diagnostic>> {
    match party {
        Party::Known(text) => EntityUid::from_str(text).map(Known::Known).map_err(|_| wrong(text)),
        Party::Unknown(text) => EntityTypeName::from_str(text).map(Known::Unknown).map_err(|_| wrong(text)),
    }
}

fn action(text: &str) -> Result<EntityUid, Vec<Diagnostic>> {
    EntityUid::from_str(text).map_err(|_| wrong(text))
}

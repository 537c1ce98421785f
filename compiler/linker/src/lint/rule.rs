//! What a rule is: a code and a name that never change, what it says to people, two examples that are tests, and how it finds.
//!
//! One file a rule, in `rules/`; its text is what `lint --explain`, SARIF and the list of rules print.

use super::{Findings, Subject};
use caplink_model::finding::Level;

/// One rule.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable: a letter and three digits, the first of which tells the family.
    pub code: &'static str,
    /// Stable: completes "allow ...", and names the pattern, not the cure.
    pub name: &'static str,
    /// How grave, unless configured otherwise.
    pub level: Level,
    /// One sentence, without its period.
    pub summary: &'static str,
    /// Why it matters and what to do: one to three sentences.
    pub doc: &'static str,
    /// What it finds.
    pub avoid: Example,
    /// The same, as no rule finds anything in.
    pub prefer: Example,
    /// How it finds.
    pub check: Check,
}

/// The input of an example.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// A policy file.
    pub policy: &'static str,
    /// A schema file of the user's.
    pub schema: Option<&'static str>,
    /// An entities file.
    pub entities: Option<&'static str>,
    /// A file of template links.
    pub links: Option<&'static str>,
    /// Agents of the tests, each by its file's name without ending, with the principal that it has, if that is known.
    pub agents: &'static [(&'static str, Option<&'static str>)],
}

impl Example {
    /// A policy file alone.
    pub const fn policy(policy: &'static str) -> Self {
        Self { policy, schema: None, entities: None, links: None, agents: &[] }
    }

    /// The same with entities.
    pub const fn entities(self, entities: &'static str) -> Self {
        Self { entities: Some(entities), ..self }
    }

    /// The same with a schema.
    pub const fn schema(self, schema: &'static str) -> Self {
        Self { schema: Some(schema), ..self }
    }

    /// The same with links of templates.
    pub const fn links(self, links: &'static str) -> Self {
        Self { links: Some(links), ..self }
    }

    /// The same with agents.
    pub const fn agents(self, agents: &'static [(&'static str, Option<&'static str>)]) -> Self {
        Self { agents, ..self }
    }
}

/// How a rule finds.
#[derive(Clone, Copy)]
pub enum Check {
    /// The front end finds it on its way: parsing, validation, entities, what links refuse too.
    Reported,
    /// This looks for it.
    Computed(fn(&Subject<'_>, &mut Findings)),
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Reported => "Reported",
            Self::Computed(_) => "Computed",
        })
    }
}

/// The rules of one kind, by the first digit of their codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What Cedar itself refuses or warns of, and how policies are written.
    Language,
    /// What policies mean, each and together.
    Semantics,
    /// How far policies reach.
    Scoping,
    /// Policies beside the agents that they are for.
    Agents,
    /// Entities and schema.
    Entities,
}

impl Rule {
    /// The family.
    pub fn family(&self) -> Family {
        match self.code.as_bytes().get(1) {
            Some(b'0') => Family::Language,
            Some(b'1') => Family::Semantics,
            Some(b'2') => Family::Scoping,
            Some(b'3') => Family::Agents,
            _ => Family::Entities,
        }
    }
}

impl Family {
    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Language => "language",
            Self::Semantics => "semantics",
            Self::Scoping => "scoping",
            Self::Agents => "agents",
            Self::Entities => "entities and schema",
        }
    }
}

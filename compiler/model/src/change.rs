//! What changed between two releases, as values: what `diff` found, for people and programs.
//!
//! Must hold: sentences (summary, reason, demand, requests, what is unproved or covered, roles) are escaped already; names, conditions and what people wrote
//! (subjects, files, functions, actions, before, after, policies, acceptances) are as they came, and are escaped where they are shown. [`Change::id`]
//! follows from what changed and for whom, and from nothing else, so that a change that was accepted is accepted only as it was reviewed.

use crate::Digest;
use crate::lockfile::PolicyRef;

/// Everything that was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What was paired and differs, those whose authority grew most first.
    pub pairs: Vec<Pair>,
    /// How many pairs are the same.
    pub unchanged: usize,
    /// Acceptances that name no change.
    pub stale: Vec<Acceptance>,
}

/// Two releases of one agent, or of one set of policies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// Who it is: the principal of the new release, else of the old, `Agent::"billing"`; of policy sets `policies`.
    pub subject: String,
    /// The name of the old release's file; `None` if there is none.
    pub old: Option<String>,
    /// The name of the new release's file; `None` if there is none.
    pub new: Option<String>,
    /// What changed, the riskiest first. Not empty.
    pub changes: Vec<Change>,
}

/// One change, with those that it covers folded into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// Which way authority went.
    pub direction: Direction,
    /// How much a growth matters; [`Tier::None`] if nothing grew.
    pub tier: Tier,
    /// Why it has this tier: a sentence without its end.
    pub reason: String,
    /// What happened: a sentence without its end, such as `` `http:request` is allowed for more calls ``; names in backticks.
    pub summary: String,
    /// The actions that it is about.
    pub actions: Vec<String>,
    /// The functions that it is about, as `wasi:http/outgoing-handler@0.2.3#handle`.
    pub functions: Vec<String>,
    /// What held before: `not imported`, `denied`, `allowed`, or the condition in Cedar.
    pub before: String,
    /// What holds now.
    pub after: String,
    /// A request that is newly possible; for a growth that was proved.
    pub gained: Option<Example>,
    /// A request that is no longer possible.
    pub lost: Option<Example>,
    /// Why it counts as a growth though no request was found that is newly possible: a sentence without its end.
    pub unproved: Option<String>,
    /// The policies that caused it, those of the new release first.
    pub causes: Vec<Cause>,
    /// Where the demand comes from: a sentence without its end, such as `the agent did not import it before`.
    pub demand: Option<String>,
    /// The line of the new release's lockfile that says it, from 1.
    pub line: Option<u32>,
    /// What it covers: summaries.
    pub covers: Vec<String>,
    /// By which it is accepted.
    pub id: Digest,
    /// Who accepted it, and why.
    pub accepted: Option<Acceptance>,
}

/// What kind of change it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An agent that was not there.
    AgentAdded,
    /// An agent that is no longer there.
    AgentRemoved,
    /// A function that was not granted.
    FunctionGranted,
    /// A function that is no longer granted.
    FunctionRevoked,
    /// What calls of a function are allowed.
    Condition,
    /// How many calls are allowed.
    Budget,
    /// The same authority, at another major or zero-minor track of its interface.
    Track,
    /// An import of the root that no grant accounts for.
    Import,
    /// What the host may call.
    Export,
    /// Who provides what is denied, and what a refused call returns.
    Provider,
    /// The agent's code; nothing of its grant.
    Code,
    /// The tool, its catalogue or its adapters.
    Tool,
    /// Whether what calls carry is written down.
    Record,
    /// What the artifact needs of a host.
    Features,
    /// The principal's name.
    Principal,
    /// What policies allow, whoever asks.
    Policies,
}

/// Which way authority went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// More is possible, or it was not proved that no more is.
    Wider,
    /// Some is newly possible, and some no longer.
    Incomparable,
    /// Less is possible.
    Narrower,
    /// The same is possible.
    Same,
}

/// How much a growth matters, the most first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// New ways out, execution, or writes to what could not be written.
    Critical,
    /// Secrets and data that could not be read, functions of which only the host knows what they do.
    High,
    /// More of what it could do already.
    Medium,
    /// Other ways to what it could do already, and what harms nobody.
    Low,
    /// Nothing grew.
    None,
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// Its values in Cedar's words, escaped: `resource == Net::Host::"example.com", context.method == "GET"`. Empty if no value matters.
    pub request: String,
    /// How often it must be made to be refused before, or now; `None` if once.
    pub times: Option<u64>,
}

/// A policy that caused a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cause {
    /// Whether it stands in the new release; else in the old one only.
    pub is_new: bool,
    /// The policy, by its place there.
    pub policy: PolicyRef,
    /// What is with it: `permits it`, `forbade it and is gone`.
    pub role: String,
}

/// A reviewed change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Acceptance {
    /// [`Change::id`].
    pub change: Digest,
    /// Why it is wanted.
    pub reason: String,
    /// Who says so.
    pub author: String,
}

/// Which part of a version a release has to raise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// The first: authority grew, and it matters much.
    Major,
    /// The second: authority grew.
    Minor,
    /// The third: something changed, and no authority grew.
    Patch,
    /// None: nothing changed.
    None,
}

impl Comparison {
    /// All changes.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.pairs.iter().flat_map(|pair| &pair.changes)
    }

    /// The changes by which authority grew and that nobody accepted.
    pub fn growth(&self) -> impl Iterator<Item = &Change> {
        self.changes().filter(|change| change.grows() && change.accepted.is_none())
    }

    /// Notes who accepted what. An acceptance of what did not grow is as stale as one of nothing.
    pub fn accept(&mut self, acceptances: Vec<Acceptance>) {
        for acceptance in acceptances {
            let mut grown = self.pairs.iter_mut().flat_map(|pair| &mut pair.changes).filter(|change| change.grows());
            match grown.find(|change| change.id == acceptance.change) {
                Some(change) => change.accepted = Some(acceptance),
                None => self.stale.push(acceptance),
            }
        }
    }

    /// What a version has to show, accepted or not.
    pub fn bump(&self) -> Bump {
        let bump = |change: &Change| match change.tier {
            _ if !change.grows() => Bump::Patch,
            Tier::Critical | Tier::High => Bump::Major,
            _ => Bump::Minor,
        };
        self.changes().map(bump).min().unwrap_or(Bump::None)
    }
}

impl Change {
    /// A change of nothing: everything else is filled in.
    pub fn empty(kind: Kind) -> Self {
        Self {
            kind,
            direction: Direction::Same,
            tier: Tier::None,
            reason: String::new(),
            summary: String::new(),
            actions: vec![],
            functions: vec![],
            before: String::new(),
            after: String::new(),
            gained: None,
            lost: None,
            unproved: None,
            causes: vec![],
            demand: None,
            line: None,
            covers: vec![],
            id: Digest::of(b""),
            accepted: None,
        }
    }

    /// Whether more is possible, or it was not proved that no more is.
    pub fn grows(&self) -> bool {
        matches!(self.direction, Direction::Wider | Direction::Incomparable)
    }
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 16] = [
        Self::AgentAdded,
        Self::AgentRemoved,
        Self::FunctionGranted,
        Self::FunctionRevoked,
        Self::Condition,
        Self::Budget,
        Self::Track,
        Self::Import,
        Self::Export,
        Self::Provider,
        Self::Code,
        Self::Tool,
        Self::Record,
        Self::Features,
        Self::Principal,
        Self::Policies,
    ];

    /// Whether changes of this kind can be growth.
    pub fn can_grow(self) -> bool {
        match self {
            Self::AgentAdded | Self::FunctionGranted | Self::Condition | Self::Budget | Self::Track | Self::Export | Self::Tool => true,
            Self::Policies | Self::Record => true,
            Self::AgentRemoved | Self::FunctionRevoked | Self::Import | Self::Provider | Self::Code | Self::Features => false,
            Self::Principal => false,
        }
    }

    /// Its name in reports for programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::AgentAdded => "agent-added",
            Self::AgentRemoved => "agent-removed",
            Self::FunctionGranted => "function-granted",
            Self::FunctionRevoked => "function-revoked",
            Self::Condition => "condition",
            Self::Budget => "budget",
            Self::Track => "track",
            Self::Import => "import",
            Self::Export => "export",
            Self::Provider => "provider",
            Self::Code => "code",
            Self::Tool => "tool",
            Self::Record => "record",
            Self::Features => "features",
            Self::Principal => "principal",
            Self::Policies => "policies",
        }
    }

    /// What it is about, for people.
    pub fn about(self) -> &'static str {
        match self {
            Self::AgentAdded => "an agent that was not there before",
            Self::AgentRemoved => "an agent that is no longer there",
            Self::FunctionGranted => "a function that was not granted before",
            Self::FunctionRevoked => "a function that is no longer granted",
            Self::Condition => "for which calls a function is allowed",
            Self::Budget => "how many calls are allowed",
            Self::Track => "the same function at another track of its interface",
            Self::Import => "an import of the artifact that no grant accounts for",
            Self::Export => "what the host may call",
            Self::Provider => "what the agent is given in place of what is denied",
            Self::Code => "the code of the agent",
            Self::Tool => "the caplink that linked, its catalogue and its adapters",
            Self::Record => "whether what calls carry is written down",
            Self::Features => "the WebAssembly features that a host needs",
            Self::Principal => "the name of the principal",
            Self::Policies => "what policies allow, whoever asks",
        }
    }
}

impl Direction {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Wider => "wider",
            Self::Incomparable => "incomparable",
            Self::Narrower => "narrower",
            Self::Same => "same",
        }
    }
}

impl Tier {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Critical => "critical",
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::None => "none",
        }
    }
}

impl Bump {
    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Major => "major",
            Self::Minor => "minor",
            Self::Patch => "patch",
            Self::None => "none",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(id: &[u8], direction: Direction, tier: Tier) -> Change {
        Change { direction, tier, id: Digest::of(id), ..Change::empty(Kind::Condition) }
    }

    fn comparison(changes: Vec<Change>) -> Comparison {
        let pair = Pair { subject: "Agent::\"a\"".into(), old: None, new: None, changes };
        Comparison { pairs: vec![pair], ..Comparison::default() }
    }

    #[test]
    fn the_version_shows_the_gravest_growth() {
        let bump = |changes: &[(Direction, Tier)]| {
            comparison(changes.iter().map(|(direction, tier)| change(b"", *direction, *tier)).collect()).bump()
        };
        assert_eq!(bump(&[]), Bump::None);
        assert_eq!(bump(&[(Direction::Same, Tier::None), (Direction::Narrower, Tier::None)]), Bump::Patch);
        assert_eq!(bump(&[(Direction::Narrower, Tier::None), (Direction::Wider, Tier::Low)]), Bump::Minor);
        assert_eq!(bump(&[(Direction::Incomparable, Tier::Medium), (Direction::Wider, Tier::High)]), Bump::Major);
    }

    #[test]
    fn an_acceptance_is_of_one_growth_and_nothing_else() {
        let of = |id: &[u8]| Acceptance { change: Digest::of(id), reason: "wanted".into(), author: "reviewer".into() };
        let mut found = comparison(vec![
            change(b"a", Direction::Wider, Tier::High),
            change(b"b", Direction::Incomparable, Tier::Low),
            change(b"c", Direction::Narrower, Tier::None),
        ]);
        assert_eq!(found.growth().count(), 2);
        found.accept(vec![of(b"a"), of(b"c"), of(b"d")]);
        assert_eq!(found.growth().map(|change| change.id).collect::<Vec<_>>(), [Digest::of(b"b")]);
        assert_eq!(found.stale, [of(b"c"), of(b"d")]);
        assert_eq!(found.bump(), Bump::Major, "what was accepted grew all the same");
    }

    #[test]
    fn names_are_distinct() {
        let mut names: Vec<_> = Kind::ALL.iter().map(|kind| kind.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Kind::ALL.len());
    }
}

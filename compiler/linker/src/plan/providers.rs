//! Who provides what, once all adapters are planned: for each import of the agent, and for each function.
//!
//! In: the finished parts of a plan. Out: [`Provided`], and what the lockfile says of a function. Must hold: (I3) everything has exactly one provider.

use super::{Planner, Provided, membranes};
use crate::{
    adapter::{Answer, types::foreign, value},
    agent::ImportItem,
};
use caplink_model::{
    catalogue::Denied,
    lockfile::{Outcome, Provider},
};

impl Planner<'_> {
    pub(super) fn provider(&self, import: usize) -> Provided {
        let resolve = &self.agent.resolve;
        match (&self.agent.imports[import].item, self.adapter_of.get(&import), self.root_of.get(&import)) {
            (ImportItem::Interface(_), Some(adapter), _) => Provided::Adapter(*adapter),
            (ImportItem::Function(_), Some(adapter), _) => Provided::AdapterFunction(*adapter),
            (_, None, Some(root)) => Provided::Root(*root),
            (ImportItem::Type(id), ..) => {
                let target = foreign(resolve, *id).expect("I3: only a type of another import is not at the root");
                let of = self.needs.import_of(target).expect("I3: a used type belongs to an import");
                Provided::TypeOf(of, resolve.types[target].name.clone().expect("I5: an interface's type has a name"))
            }
            (_, None, None) => unreachable!("I3: the plan is total"),
        }
    }

    pub(super) fn function(&self, granted: &crate::grants::Granted) -> (Provider, Option<String>) {
        if granted.is_virtual() {
            let import = &self.agent.imports[granted.import];
            let is_given = self.virtuals.provides(&import.policy_name(), &granted.symbol.function);
            let is_stdio = import.interface.as_ref().is_some_and(|name| name.package_name() == "wasi:cli");
            let is_sink = granted.denied == Denied::Sink && !is_given && is_stdio;
            return if is_sink { (Provider::Sink, Some("goes nowhere".into())) } else { (Provider::Virtual, None) };
        }
        if membranes::is_converted(self.agent, self.grants, granted) {
            return (Provider::Membrane, None);
        }
        if granted.held.is_some() {
            let refused = (granted.outcome == Outcome::Guard)
                .then(|| value::denial(&self.agent.resolve, granted.function(self.agent), granted.denied))
                .flatten();
            return (Provider::Membrane, refused.map(|(_, name)| name));
        }
        match granted.outcome {
            Outcome::Allow if self.recorder.is_some() => return (Provider::Record, None),
            Outcome::Allow | Outcome::Inert => return (Provider::PassThrough, None),
            Outcome::Guard | Outcome::Deny | Outcome::Unreached => {}
        }
        let adapter = self.adapter_of.get(&granted.import).expect("I3: a denied function is in an adapter");
        let answer = &self.adapters[*adapter].answers[&(granted.import, granted.symbol.function.clone())];
        let function = granted.function(self.agent);
        let (provider, returns) = match answer.refusal() {
            Answer::Trap | Answer::Unreached => (Provider::Trap, Some("trap".into())),
            Answer::NewHandle(_) | Answer::ReadyPollable | Answer::EveryIndex => (Provider::Sink, Some("goes nowhere".into())),
            Answer::Constant(given) => match value::denial(&self.agent.resolve, function, granted.denied) {
                Some((value, name)) if value == *given => (Provider::Stub, Some(name)),
                _ => (Provider::Sink, Some("goes nowhere".into())),
            },
            Answer::Guarded(..) => unreachable!("I3: a refusal is no guard"),
        };
        (if matches!(answer, Answer::Guarded(..)) { Provider::Guard } else { provider }, returns)
    }
}

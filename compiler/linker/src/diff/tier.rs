//! How much a growth matters.
//!
//! In: the actions that grew, and how. Out: a tier with its reason, a sentence without its end. Must hold: what is not known is not low: a function that no
//! catalogue knows is at least high. Tiers order a reviewer's reading; they decide nothing.

use caplink_model::change::Tier;

/// What became possible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Growth {
    /// An action on something that it was not possible on.
    New,
    /// Other requests to something that could be reached before.
    SameResource,
    /// Another function for what was possible before.
    SameAction,
    /// The same calls, more often.
    MoreOften,
}

/// The tier of a growth of these actions, by the one that matters most.
pub fn tier(actions: &[String], growth: Growth) -> (Tier, String) {
    let (tier, reason) = actions.iter().map(|action| of_action(action)).min().unwrap_or((Tier::High, "it is not known what it does"));
    match growth {
        Growth::New => (tier, reason.to_string()),
        Growth::SameResource => (lower(tier), "it could act on the same before, by other calls".to_string()),
        Growth::SameAction => (Tier::Low, "the same actions on the same things were allowed before, by other functions".to_string()),
        Growth::MoreOften => (lower(tier), "the same calls were allowed before, fewer times".to_string()),
    }
}

fn lower(tier: Tier) -> Tier {
    match tier {
        Tier::Critical => Tier::High,
        Tier::High => Tier::Medium,
        Tier::Medium | Tier::Low | Tier::None => Tier::Low,
    }
}

/// What an action may do to whoever granted it.
fn of_action(action: &str) -> (Tier, &'static str) {
    match action {
        "http:request" | "net:connect" | "net:send" | "msg:publish" | "msg:request" => {
            (Tier::Critical, "it is a new way out: what the agent knows can be sent there")
        }
        "net:listen" | "net:bind" => (Tier::Critical, "it is a new way in: others can reach the agent there"),
        "fs:write" | "fs:append" | "fs:create" | "fs:delete" | "fs:link" => {
            (Tier::Critical, "it can change files that it could not change")
        }
        "net:resolve" => (Tier::High, "names that are looked up can carry data out"),
        "fs:read" => (Tier::High, "it can read files that it could not read"),
        "env:read" | "config:read" => (Tier::High, "variables and configuration often hold credentials"),
        "kv:write" | "kv:delete" | "kv:increment" | "kv:swap" | "blob:write" | "blob:delete" | "blob:admin" => {
            (Tier::High, "it can change stored data that it could not change")
        }
        "kv:read" | "blob:read" => (Tier::High, "it can read stored data that it could not read"),
        "fs:list" | "fs:stat" | "kv:list" | "blob:list" => (Tier::Medium, "it can see what there is"),
        "cli:stdout" | "cli:stderr" | "log:write" => (Tier::Medium, "what is written there can carry data out"),
        "cli:stdin" => (Tier::Medium, "it can read what others write to it"),
        "cli:args" | "cli:cwd" | "cli:terminal" => (Tier::Low, "it can see how it was started"),
        "cli:exit" => (Tier::Low, "it can end the process"),
        "clock:wall" | "clock:monotonic" => (Tier::Low, "it can tell time"),
        "random:secure" | "random:insecure" => (Tier::Low, "it can draw random numbers"),
        "export" => (Tier::Low, "the host can call it in a new way"),
        other if runs_programs(other) => (Tier::Critical, "by its name it runs programs"),
        _ => (Tier::High, "only the host knows what it does"),
    }
}

/// Whether a name has a word for running programs.
fn runs_programs(name: &str) -> bool {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric());
    words.map(str::to_ascii_lowercase).any(|word| {
        matches!(
            &*word,
            "exec" | "execute" | "eval" | "process" | "processes" | "spawn" | "shell" | "subprocess" | "command" | "commands" | "script"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use caplink_model::action::ACTIONS;

    #[test]
    fn every_action_has_a_reason_of_its_own() {
        for action in ACTIONS {
            assert_ne!(of_action(action.id).1, "only the host knows what it does", "{}", action.id);
        }
    }

    #[test]
    fn the_gravest_action_decides() {
        let tier = |actions: &[&str], growth| tier(&actions.iter().map(ToString::to_string).collect::<Vec<_>>(), growth).0;
        assert_eq!(tier(&["fs:stat", "fs:write"], Growth::New), Tier::Critical);
        assert_eq!(tier(&["http:request"], Growth::SameResource), Tier::High);
        assert_eq!(tier(&["http:request"], Growth::SameAction), Tier::Low);
        assert_eq!(tier(&["acme:pay/api#charge"], Growth::New), Tier::High);
        assert_eq!(tier(&["acme:os/process#spawn"], Growth::New), Tier::Critical);
        assert_eq!(tier(&["acme:retrieval/api#preprocess"], Growth::New), Tier::High);
        assert_eq!(tier(&[], Growth::New), Tier::High);
    }
}

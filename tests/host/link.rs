//! Links an agent with the real command: a component, policies and a principal come in, the artifact and its lockfile go out.
//!
//! Must hold for everything that comes out: the artifact imports what its lockfile lists, function by function, and nothing else; each of these
//! functions is passed through for the agent, guarded, or used by a guard; and a run calls nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use caplink_model::lockfile::{Lockfile, Observe, Outcome as Decision, Provider, Sort};

use super::{Agent, Call, Calls, Host, Imports, Outcome, Val, imports};

/// What the command wrote.
pub struct Linked {
    pub component: Vec<u8>,
    pub lockfile: Lockfile,
    /// The lockfile as it was written.
    pub text: String,
}

/// What a link is made with.
pub struct Policies {
    pub files: Vec<PathBuf>,
    pub entities: Option<PathBuf>,
    pub principal: String,
}

impl Policies {
    /// The example policies of one agent, as a reader of them would give them.
    pub fn example(agent: &str) -> Self {
        let examples = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .map(|folder| folder.join("policies/examples"))
            .find(|folder| folder.is_dir())
            .expect("the repository has example policies");
        Self {
            files: ["baseline", agent].map(|name| examples.join(format!("{name}.cedar"))).to_vec(),
            entities: Some(examples.join("entities.json")),
            principal: format!("Agent::\"{agent}\""),
        }
    }
}

/// Links an agent under its example policies.
pub fn by_example(component: &[u8], agent: &str) -> Result<Linked> {
    let folder = scratch()?;
    link(component, &Policies::example(agent), folder.path(), &[])
}

/// Links an agent under the policies in a text.
pub fn by_policy(component: &[u8], policies: &str) -> Result<Linked> {
    by_policy_of(component, "agent", policies, None)
}

/// Links a component that calls nothing, as if it called everything that it imports.
pub fn as_if_called(component: &[u8], policies: &str) -> Result<Linked> {
    by_text(component, "agent", policies, None, &["--demand", "imports"])
}

/// Links an agent under the policies in a text, with more flags; relative paths in them are in a folder.
pub fn by_flags(component: &[u8], policies: &str, flags: &[&str], folder: &Path) -> Result<Linked> {
    fs::write(folder.join("policies.cedar"), policies)?;
    let policies = Policies { files: vec!["policies.cedar".into()], entities: None, principal: "Agent::\"agent\"".into() };
    linked(component, &policies, folder, &[], flags)
}

/// Links an agent of this name under the policies in a text, with entities in another.
pub fn by_policy_of(component: &[u8], agent: &str, policies: &str, entities: Option<&str>) -> Result<Linked> {
    by_text(component, agent, policies, entities, &[])
}

fn by_text(component: &[u8], agent: &str, policies: &str, entities: Option<&str>, more: &[&str]) -> Result<Linked> {
    let folder = scratch()?;
    let file = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).map(|()| file)
    };
    let policies = Policies {
        files: vec![file("policies.cedar", policies)?],
        entities: entities.map(|text| file("entities.json", text)).transpose()?,
        principal: format!("Agent::\"{agent}\""),
    };
    linked(component, &policies, folder.path(), &[], more)
}

/// Links an agent under no policy at all: what comes out has no imports and no exports, and instantiates where nothing is defined.
pub fn by_nothing(component: &[u8]) -> Result<Linked> {
    let folder = scratch()?;
    let empty = folder.path().join("policies");
    fs::create_dir(&empty)?;
    let policies = Policies { files: vec![empty], entities: None, principal: "Agent::\"agent\"".into() };
    let linked = link(component, &policies, folder.path(), &[])?;
    ensure!(linked.lockfile.imports.is_empty(), "{:?}", linked.lockfile.imports);
    ensure!(linked.lockfile.symbols.iter().all(|symbol| symbol.outcome.is_refused()), "{}", linked.text);
    ensure!(linked.lockfile.exports.iter().all(|export| export.outcome == Decision::Deny), "{}", linked.text);
    Agent::alone(&linked.component)?;
    Ok(linked)
}

/// Runs the command in a folder, with these variables as its whole environment.
pub fn link(component: &[u8], policies: &Policies, folder: &Path, environment: &[(&str, &str)]) -> Result<Linked> {
    linked(component, policies, folder, environment, &[])
}

/// Links an agent so that its calls are recorded.
pub fn observed(component: &[u8], policies: &Policies, sink: Observe) -> Result<Linked> {
    let folder = scratch()?;
    linked(component, policies, folder.path(), &[], &["--observe", sink.name()])
}

/// Whether the calls of a log are decided by a lockfile as the log says, and what is said of it.
pub fn replays(log: &str, lockfile: &str) -> Result<(bool, String)> {
    let folder = scratch()?;
    fs::write(folder.path().join("log"), log)?;
    fs::write(folder.path().join("out.grants.json"), lockfile)?;
    let output = Command::new(caplink()?).args(["check", "replays", "log", "out.grants.json"]).current_dir(folder.path()).output()?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(matches!(output.status.code(), Some(0 | 1)), "{text}");
    Ok((output.status.success(), text))
}

fn linked(component: &[u8], policies: &Policies, folder: &Path, environment: &[(&str, &str)], more: &[&str]) -> Result<Linked> {
    let path = |name: &str| folder.join(name);
    fs::write(path("agent.wasm"), component)?;
    let mut command = Command::new(caplink()?);
    command.args(["link", "agent.wasm", "--principal", &policies.principal, "--output", "out.wasm"]);
    for file in &policies.files {
        command.arg("--policies").arg(file);
    }
    if let Some(entities) = &policies.entities {
        command.arg("--entities").arg(entities);
    }
    let output = command.args(more).current_dir(folder).env_clear().envs(environment.iter().copied()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(path("out.grants.json"))?;
    let lockfile = Lockfile::parse(&text).map_err(|error| anyhow::anyhow!("{error}"))?;
    let linked = Linked { component: fs::read(path("out.wasm"))?, lockfile, text };
    linked.imports_what_is_locked()?;
    Ok(linked)
}

/// The command of this build: cargo names it to the tests of its own package, and others find it beside themselves.
fn caplink() -> Result<PathBuf> {
    if let Some(path) = option_env!("CARGO_BIN_EXE_caplink") {
        return Ok(path.into());
    }
    let test = std::env::current_exe()?;
    let path = test.ancestors().nth(2).context("a test binary is in a folder of the target folder")?.join("caplink");
    ensure!(path.is_file(), "no command at {}: `cargo test --workspace --test run` builds it", path.display());
    Ok(path)
}

fn scratch() -> Result<tempfile::TempDir> {
    Ok(tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?)
}

impl Linked {
    /// Calls one export, see `Host::run`.
    pub fn run(&self, host: &Host, export: &str, args: &[Val]) -> Result<Outcome> {
        self.confirmed(host, |agent| agent.call(export, args))
    }

    /// Does some work twice, see `Host::confirmed`; what it calls is locked.
    pub fn confirmed(&self, host: &Host, work: impl Fn(&mut Agent) -> Outcome) -> Result<Outcome> {
        let outcome = host.confirmed(&self.component, work)?;
        let outside: Vec<_> = outcome.calls.difference(&self.calls()).cloned().collect();
        ensure!(outside.is_empty(), "called but not in the lockfile: {outside:?}");
        Ok(outcome)
    }

    /// Every host function that the lockfile lists.
    pub fn calls(&self) -> Calls {
        let imports = self.lockfile.imports.iter();
        imports
            .flat_map(|import| match import.sort {
                Sort::Func => vec![(String::new(), import.name.clone())],
                Sort::Instance | Sort::Type => import.functions.iter().map(|function| (import.name.clone(), function.clone())).collect(),
            })
            .collect()
    }

    /// What a denied function returns, by the lockfile.
    pub fn returns(&self, interface: &str, function: &str) -> Result<&str> {
        let same = |name: &str| name == interface || name.split('@').next() == Some(interface);
        let mut found = self.lockfile.symbols.iter().filter(|symbol| same(&symbol.import) && symbol.function == function);
        let symbol = found.next().with_context(|| format!("`{interface}#{function}` is not in the lockfile"))?;
        symbol.returns.as_deref().with_context(|| format!("`{interface}#{function}` is granted"))
    }

    fn imports_what_is_locked(&self) -> Result<()> {
        let mut locked = Imports::new();
        for import in self.lockfile.imports.iter().filter(|import| import.sort == Sort::Instance) {
            locked.insert(import.name.clone(), import.functions.iter().cloned().collect());
        }
        let root: BTreeSet<String> =
            self.lockfile.imports.iter().filter(|import| import.sort == Sort::Func).map(|import| import.name.clone()).collect();
        if !root.is_empty() {
            locked.insert(String::new(), root);
        }
        let imported = imports(&self.component)?;
        ensure!(imported == locked, "imports {imported:?}\nand not {locked:?}");
        for (interface, function) in &self.calls() {
            ensure!(self.passes(interface, function), "`{interface}#{function}` is imported and neither passed through nor guarded");
        }
        Ok(())
    }

    /// Whether the agent gets this function of the root's, by whichever version of its interface, or an adapter is listed to use it.
    fn passes(&self, interface: &str, function: &str) -> bool {
        let base = |name: &str| name.split('@').next().unwrap_or_default().to_owned();
        let used = format!("{interface}#{function}");
        self.lockfile.components.iter().any(|component| component.uses.contains(&used))
            || self.lockfile.symbols.iter().any(|symbol| {
                let same = if interface.is_empty() {
                    symbol.import == function
                } else {
                    base(&symbol.import) == base(interface) && symbol.function == function
                };
                same && matches!(symbol.provider, Provider::PassThrough | Provider::Record | Provider::Guard | Provider::Membrane)
            })
    }
}

/// One call, for comparisons.
pub fn call(interface: &str, function: &str) -> Call {
    (interface.to_owned(), function.to_owned())
}

//! What is linted: the files that the command line names, else those that the manifest names, else those in the current folder.
//!
//! Schemas, entities and template links that nobody names are taken from the named folders, and the report says which.

use super::Arguments;
use crate::console::Failure;
use crate::engine::Input;
use crate::files::{self, folder, named, named::Named};
use crate::manifest::Manifest;
use caplink_model::diagnostic::Diagnostic;
use std::path::{Path, PathBuf};

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Policy files, sorted by name.
    pub policies: Vec<Named>,
    /// Schema files, sorted by name.
    pub schemas: Vec<Named>,
    /// The entities file.
    pub entities: Option<Named>,
    /// The file of template links.
    pub links: Option<Named>,
    /// Agents.
    pub agents: Vec<Agent>,
    /// The names of files that nobody named.
    pub beside: Vec<String>,
}

/// An agent.
#[derive(Clone, Debug)]
pub struct Agent {
    /// Its name in reports, and its bytes.
    pub input: Input,
    /// Who it is, as Cedar writes it, if a manifest says so.
    pub principal: Option<String>,
}

impl Inputs {
    /// The texts in the order in which reports number them.
    pub fn texts(&self) -> impl Iterator<Item = &Named> {
        self.policies.iter().chain(&self.schemas).chain(&self.entities).chain(&self.links)
    }

    /// The same, to be changed.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut Named> {
        self.policies.iter_mut().chain(&mut self.schemas).chain(&mut self.entities).chain(&mut self.links)
    }
}

/// Paths of what is read.
#[derive(Default)]
struct Paths {
    policies: Vec<PathBuf>,
    schemas: Vec<PathBuf>,
    entities: Option<PathBuf>,
    links: Option<PathBuf>,
    beside: Vec<String>,
}

/// Reads everything.
pub fn read(arguments: &Arguments, components: &[PathBuf], manifest: Option<&Manifest>) -> Result<Inputs, Failure> {
    let mut paths = Paths {
        policies: arguments.paths.clone(),
        schemas: arguments.schema.clone(),
        entities: arguments.entities.clone(),
        links: arguments.template_links.clone(),
        beside: vec![],
    };
    if arguments.paths.is_empty() {
        if let Some(manifest) = manifest {
            paths.add(manifest)?;
        }
        if paths.policies.is_empty() {
            paths.policies.push(".".into());
        }
    }
    paths.look_beside()?;
    let mut schemas = paths.schemas.iter().map(|path| named::file(path)).collect::<Result<Vec<_>, _>>()?;
    schemas.sort_by(|a, b| a.input.name.cmp(&b.input.name));
    schemas.dedup_by(|a, b| a.input.name == b.input.name);
    Ok(Inputs {
        policies: named::policies(&paths.policies)?,
        schemas,
        entities: paths.entities.as_deref().map(named::file).transpose()?,
        links: paths.links.as_deref().map(named::file).transpose()?,
        agents: agents(components, manifest)?,
        beside: paths.beside,
    })
}

impl Paths {
    /// Adds what the manifest's agents name, where the command line names nothing.
    fn add(&mut self, manifest: &Manifest) -> Result<(), Failure> {
        let named_schemas = !self.schemas.is_empty();
        for agent in manifest.agents.values() {
            let more = agent.policies.as_slice().iter().filter(|path| !self.policies.contains(path)).cloned().collect::<Vec<_>>();
            self.policies.extend(more);
            if !named_schemas {
                let more = agent.schema.as_slice().iter().filter(|path| !self.schemas.contains(path)).cloned().collect::<Vec<_>>();
                self.schemas.extend(more);
            }
        }
        let entities = manifest.agents.values().filter_map(|agent| agent.entities.as_ref());
        let links = manifest.agents.values().filter_map(|agent| agent.template_links.as_ref());
        self.entities = self.entities.take().map_or_else(|| only(manifest, "entities", entities), |path| Ok(Some(path)))?;
        self.links = self.links.take().map_or_else(|| only(manifest, "template-links", links), |path| Ok(Some(path)))?;
        Ok(())
    }

    /// Adds what lies in the folders beside their policies, if no schema or entities are named.
    fn look_beside(&mut self) -> Result<(), Failure> {
        if !self.schemas.is_empty() || self.entities.is_some() {
            return Ok(());
        }
        for root in self.policies.iter().filter(|root| root.is_dir()) {
            self.schemas.extend(folder::beside(root, |name| name.ends_with(".cedarschema") && !name.starts_with('.'))?);
            for (name, place) in [("entities.json", &mut self.entities), ("template-links.json", &mut self.links)] {
                for path in folder::beside(root, |found| found == name)? {
                    match place.as_ref().filter(|first| first.canonicalize().ok() != path.canonicalize().ok()) {
                        Some(first) => return Err(two(first, &path)),
                        None => *place = Some(path),
                    }
                }
            }
        }
        let found = self.schemas.iter().chain(&self.entities).chain(&self.links);
        self.beside = found.map(|path| named::name(path)).collect::<Result<_, _>>()?;
        self.beside.sort();
        self.beside.dedup();
        Ok(())
    }
}

fn two(first: &Path, second: &Path) -> Failure {
    let message = format!("both {} and {} are there, and only one is used", files::shown(first), files::shown(second));
    Diagnostic::error("E-INPUT-NAME", message)
        .help("name it: `--entities FILE`, `--template-links FILE`; or lint the folders one by one")
        .into()
}

/// The one file that all agents name.
fn only<'a>(manifest: &Manifest, what: &str, paths: impl Iterator<Item = &'a PathBuf>) -> Result<Option<PathBuf>, Failure> {
    let mut paths = paths.collect::<Vec<_>>();
    paths.sort();
    paths.dedup();
    match paths.as_slice() {
        [] => Ok(None),
        [path] => Ok(Some((*path).clone())),
        _ => Err(manifest
            .contradicts(&format!("its agents name different files as `{what}`, and all are linted together"))
            .help(format!("name one on the command line: `--{what} FILE`; or name the policies of one agent"))
            .into()),
    }
}

fn agents(components: &[PathBuf], manifest: Option<&Manifest>) -> Result<Vec<Agent>, Failure> {
    let mut agents = Vec::new();
    for path in components {
        agents.push(Agent { input: component(path)?, principal: None });
    }
    for (name, agent) in manifest.iter().flat_map(|manifest| &manifest.agents) {
        agents.push(Agent { input: component(&agent.component)?, principal: Some(agent.principal(name)) });
    }
    Ok(agents)
}

/// A component by its name in reports.
fn component(path: &Path) -> Result<Input, Failure> {
    if path == Path::new("-") {
        return Err(Diagnostic::error("E-READ", "`lint` reads no agent from stdin").help("name a file").into());
    }
    // A shell's `*.wasm` may be followed by what was meant as a policy.
    if path.is_dir() || path.extension().is_some_and(|ending| ending == "cedar") {
        let message = format!("{} is named as an agent, and is no component", files::shown(path));
        return Err(Diagnostic::error("E-NOT-COMPONENT", message)
            .help("name policies before `--agents`, which takes all files that follow")
            .into());
    }
    Ok(Input { name: named::name(path)?, ..files::component(path)? })
}

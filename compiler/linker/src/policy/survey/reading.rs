//! Reading policy files one by one: what parses, under the name that it has or may have, and links of templates.
//!
//! In: texts. Out: drafts in the order of the texts, and a set in which each has its number for an id, so that no name hides another (P5). Must hold: what
//! does not parse, has a name that is taken, or links nothing, has a notice.

use super::{Draft, Notice, Numbered, Surveyed, code_of};
use crate::policy::load::{self, Statement};
use crate::policy::outline::{self, Outline, Scope};
use crate::policy::{Item, links};
use caplink_model::lockfile::PolicyRef;
use caplink_model::text::escape;
use cedar_policy::{PolicyId, PolicySet};
use cedar_policy_core::ast;
use std::collections::{BTreeMap, BTreeSet};

/// Parses every text by itself.
pub(super) fn read<'a>(texts: &[Numbered<'a>], notices: &mut Vec<Notice>) -> (Vec<Draft<'a>>, PolicySet) {
    let (mut drafts, mut set) = (vec![], PolicySet::new());
    let mut names: BTreeMap<String, (Numbered<'a>, usize)> = BTreeMap::new();
    for numbered in texts {
        let source = numbered.source;
        let statements = match load::parse(&source) {
            Ok(statements) => statements,
            Err(errors) => {
                notices.extend(errors.iter().map(|error| numbered.notice(code_of(error.code), error)));
                continue;
            }
        };
        for (number, found) in (1..).zip(statements) {
            let core: &ast::Template = match &found.statement {
                Statement::Policy(policy) => AsRef::<ast::Policy>::as_ref(policy).template(),
                Statement::Template(template) => template.as_ref(),
            };
            let mut outline = outline::outline(core, numbered.number, source.text, format!("{}#{number}", source.file));
            named_by(&mut outline, *numbered, &mut names, notices);
            let limit = outline.annotation("limit").and_then(|limit| load::limit(&limit.value));
            check_limit(&outline, limit, notices);
            let id = PolicyId::new(drafts.len().to_string());
            let item = match found.statement {
                Statement::Policy(policy) => {
                    let policy = policy.new_id(id);
                    set.add(policy.clone()).expect("the ids of the set are the numbers of the drafts");
                    let effect = policy.effect();
                    let reference = PolicyRef { id: outline.id.clone(), file: source.file.to_string(), line: found.location.line };
                    Some(Item { policy, reference, effect, limit, location: found.location, excerpt: found.excerpt })
                }
                Statement::Template(template) => {
                    set.add_template(template.new_id(id)).expect("the ids of the set are the numbers of the drafts");
                    None
                }
            };
            drafts.push(Draft { surveyed: Surveyed { outline, is_link: false, is_valid: false }, source: *numbered, item });
        }
    }
    (drafts, set)
}

/// Takes the name of `@id`, if it is one and still free.
fn named_by<'a>(
    outline: &mut Outline,
    source: Numbered<'a>,
    names: &mut BTreeMap<String, (Numbered<'a>, usize)>,
    notices: &mut Vec<Notice>,
) {
    let Some(annotation) = outline.annotation("id").cloned() else { return };
    if annotation.value.is_empty() {
        let notice = Notice::new("C016", source.number, annotation.range, "the policy's `@id` is empty");
        return notices.push(notice.help("give it a name that tells its purpose"));
    }
    match names.get(&annotation.value) {
        Some((first, at)) => {
            let place = first.source.location(*at);
            let message = format!("the id `{}` is taken by the policy at {place}", escape(&annotation.value));
            let mut notice = Notice::new("C015", source.number, annotation.range, message).help("give one of them another `@id`");
            notice.related.push((first.number, *at..*at, "the other policy".into()));
            notices.push(notice);
        }
        None => {
            names.insert(annotation.value.clone(), (source, outline.head.start));
            outline.id = annotation.value;
        }
    }
}

fn check_limit(outline: &Outline, limit: Option<u32>, notices: &mut Vec<Notice>) {
    let Some(annotation) = outline.annotation("limit") else { return };
    let notice = |message: String| Notice::new("C022", outline.text, annotation.range.clone(), message);
    if !outline.permits {
        let message = format!("`{}` forbids, and only a permit can have `@limit`", escape(&outline.id));
        notices
            .push(notice(message).help("remove `@limit`, or write a permit with `@limit(\"100 calls\")` for what the forbid lets through"));
    } else if limit.is_none() {
        let message = format!("`@limit(\"{}\")` is no number of calls", escape(&annotation.value));
        notices.push(notice(message).help("write `@limit(\"100 calls\")`: from 1 to 4294967295 calls"));
    }
}

/// Adds links; returns the templates that have some.
pub(super) fn link<'a>(
    from: Numbered<'a>,
    drafts: &mut Vec<Draft<'a>>,
    set: &mut PolicySet,
    notices: &mut Vec<Notice>,
) -> BTreeSet<String> {
    let found = match links::parse(&from.source) {
        Ok(found) => found,
        Err(errors) => {
            notices.extend(errors.iter().map(|error| from.notice("C026", error)));
            // Which templates are linked is not known.
            return drafts
                .iter()
                .filter(|draft| draft.surveyed.outline.is_template)
                .map(|draft| draft.surveyed.outline.id.clone())
                .collect();
        }
    };
    let mut linked = BTreeSet::new();
    for link in found {
        linked.insert(link.template.clone());
        let number = drafts.iter().position(|draft| draft.surveyed.outline.is_template && draft.surveyed.outline.id == link.template);
        let taken = drafts.iter().find(|draft| draft.surveyed.outline.id == *link.id());
        let refuse =
            |message: String| from.source.place(caplink_model::diagnostic::Diagnostic::error("E-TEMPLATE-LINK", message), link.offset());
        if let Some(other) = taken {
            let place = other.source.source.location(other.surveyed.outline.range.start);
            let message = format!("the id `{}` is taken by the policy at {place}", escape(link.id()));
            notices.push(from.notice("C026", &refuse(message).help("give the link another `link_id`")));
            continue;
        }
        let Some(number) = number else {
            let message = format!("`{}` is no template", escape(&link.template));
            let help = "a template is named by its `@id`, or by `file#number`, and has `?principal` or `?resource`";
            notices.push(from.notice("C026", &refuse(message).help(help)));
            continue;
        };
        let id = PolicyId::new(drafts.len().to_string());
        match link.add_to(set, &PolicyId::new(number.to_string()), &id) {
            Ok(policy) => {
                let template = &drafts[number];
                let source = template.source;
                let mut outline = template.surveyed.outline.clone();
                outline.id = link.id().to_string();
                outline.is_template = false;
                let core: &ast::Policy = policy.as_ref();
                fill(&mut outline, core);
                let effect = policy.effect();
                let location = source.source.location(outline.range.start);
                let excerpt = source.source.line(outline.range.start).to_string();
                let reference = PolicyRef { id: outline.id.clone(), file: source.source.file.to_string(), line: location.line };
                let item = Some(Item { policy, reference, effect, limit: None, location, excerpt });
                drafts.push(Draft { surveyed: Surveyed { outline, is_link: true, is_valid: false }, source, item });
            }
            Err(message) => notices.push(from.notice("C026", &refuse(message).help(links::HELP))),
        }
    }
    linked
}

/// Puts what a link gives into the scope.
fn fill(outline: &mut Outline, policy: &ast::Policy) {
    let given = |slot: ast::SlotId| {
        let uid = policy.env().get(&slot)?;
        Some(outline::Entity {
            kind: uid.entity_type().to_string(),
            id: AsRef::<str>::as_ref(uid.eid()).to_string(),
            range: outline.head.clone(),
        })
    };
    let (principal, resource) = (given(ast::SlotId::principal()), given(ast::SlotId::resource()));
    for (scope, entity) in [(&mut outline.principal, principal), (&mut outline.resource, resource)] {
        match (&scope, entity) {
            (Scope::Slot { is_equal: true }, Some(entity)) => *scope = Scope::Equal(entity),
            (Scope::Slot { is_equal: false }, Some(entity)) => *scope = Scope::In(entity),
            _ => {}
        }
    }
}

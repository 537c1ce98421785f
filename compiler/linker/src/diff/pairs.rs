//! Which releases belong together.
//!
//! In: old and new releases. Out: pairs, in which one side may be missing; each release stands in exactly one. Must hold: it does not matter in which order they are given. One and one belong
//! together whatever they are called: that is what was asked. Among several, those of one principal and file name do; then those of one principal, if there is
//! one on each side; then those of one file name; then those with the same agent.

use super::release::Release;
use std::collections::BTreeMap;

/// Old and new.
pub type Both<'r> = (Option<&'r Release>, Option<&'r Release>);

/// Pairs releases.
pub fn pairs<'r>(old: &'r [Release], new: &'r [Release]) -> Vec<Both<'r>> {
    if let ([old], [new]) = (old, new) {
        return vec![(Some(old), Some(new))];
    }
    let (mut olds, mut news): (Vec<_>, Vec<_>) = (old.iter().collect(), new.iter().collect());
    let mut found = vec![];
    let keys: [fn(&Release) -> String; 4] = [
        |release| format!("{}\0{}", release.lockfile.principal, stem(&release.key)),
        |release| release.lockfile.principal.clone(),
        |release| stem(&release.key).to_string(),
        |release| release.lockfile.agent.sha256.to_string(),
    ];
    for key in keys {
        let mut by_key: BTreeMap<String, (Vec<&Release>, Vec<&Release>)> = BTreeMap::new();
        olds.iter().for_each(|release| by_key.entry(key(release)).or_default().0.push(release));
        news.iter().for_each(|release| by_key.entry(key(release)).or_default().1.push(release));
        for (olds_of, news_of) in by_key.values() {
            if let ([one], [other]) = (&olds_of[..], &news_of[..]) {
                olds.retain(|release| !std::ptr::eq(*release, *one));
                news.retain(|release| !std::ptr::eq(*release, *other));
                found.push((Some(*one), Some(*other)));
            }
        }
    }
    found.extend(olds.into_iter().map(|release| (Some(release), None)));
    found.extend(news.into_iter().map(|release| (None, Some(release))));
    found
}

/// A file's name without what tells lockfiles from artifacts.
fn stem(name: &str) -> &str {
    name.strip_suffix(".grants.json").or_else(|| name.strip_suffix(".wasm")).unwrap_or(name)
}

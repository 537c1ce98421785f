//! The registry: one line a rule. The first digit of a code is the family: 0 language, 1 semantics, 2 scoping, 3 agents, 4 entities and schema.
//!
//! Must hold: codes and names never change and are never used again; a rule that is dropped leaves its code unused.

use super::Rule;

pub mod c001;
pub mod c002;
pub mod c003;
pub mod c004;
pub mod c005;
pub mod c006;
pub mod c007;
pub mod c008;
pub mod c009;
pub mod c010;
pub mod c011;
pub mod c012;
pub mod c014;
pub mod c015;
pub mod c016;
pub mod c017;
pub mod c018;
pub mod c019;
pub mod c020;
pub mod c021;
pub mod c022;
pub mod c023;
pub mod c024;
pub mod c025;
pub mod c026;
pub mod c027;
pub mod c028;
pub mod c029;
pub mod c101;
pub mod c102;
pub mod c103;
pub mod c104;
pub mod c105;
pub mod c106;
pub mod c107;
pub mod c108;
pub mod c109;
pub mod c110;
pub mod c111;
pub mod c112;
pub mod c113;
pub mod c114;
pub mod c115;
pub mod c116;
pub mod c201;
pub mod c202;
pub mod c203;
pub mod c204;
pub mod c205;
pub mod c206;
pub mod c207;
pub mod c208;
pub mod c209;
pub mod c210;
pub mod c211;
pub mod c212;
pub mod c213;
pub mod c214;
pub mod c215;
pub mod c216;
pub mod c217;
pub mod c218;
pub mod c219;
pub mod c220;
pub mod c221;
pub mod c222;
pub mod c223;
pub mod c224;
pub mod c225;
pub mod c226;
pub mod c227;
pub mod c301;
pub mod c302;
pub mod c303;
pub mod c304;
pub mod c305;
pub mod c306;
pub mod c307;
pub mod c308;
pub mod c309;
pub mod c401;
pub mod c402;
pub mod c403;
pub mod c404;
pub mod c405;
pub mod c406;
pub mod c407;
pub mod c408;
pub mod c409;
pub mod c410;
pub mod text;

/// Every rule, by code.
pub const RULES: &[&Rule] = &[
    &c001::RULE,
    &c002::RULE,
    &c003::RULE,
    &c004::RULE,
    &c005::RULE,
    &c006::RULE,
    &c007::RULE,
    &c008::RULE,
    &c009::RULE,
    &c010::RULE,
    &c011::RULE,
    &c012::RULE,
    &c014::RULE,
    &c015::RULE,
    &c016::RULE,
    &c017::RULE,
    &c018::RULE,
    &c019::RULE,
    &c020::RULE,
    &c021::RULE,
    &c022::RULE,
    &c023::RULE,
    &c024::RULE,
    &c025::RULE,
    &c026::RULE,
    &c027::RULE,
    &c028::RULE,
    &c029::RULE,
    &c101::RULE,
    &c102::RULE,
    &c103::RULE,
    &c104::RULE,
    &c105::RULE,
    &c106::RULE,
    &c107::RULE,
    &c108::RULE,
    &c109::RULE,
    &c110::RULE,
    &c111::RULE,
    &c112::RULE,
    &c113::RULE,
    &c114::RULE,
    &c115::RULE,
    &c116::RULE,
    &c201::RULE,
    &c202::RULE,
    &c203::RULE,
    &c204::RULE,
    &c205::RULE,
    &c206::RULE,
    &c207::RULE,
    &c208::RULE,
    &c209::RULE,
    &c210::RULE,
    &c211::RULE,
    &c212::RULE,
    &c213::RULE,
    &c214::RULE,
    &c215::RULE,
    &c216::RULE,
    &c217::RULE,
    &c218::RULE,
    &c219::RULE,
    &c220::RULE,
    &c221::RULE,
    &c222::RULE,
    &c223::RULE,
    &c224::RULE,
    &c225::RULE,
    &c226::RULE,
    &c227::RULE,
    &c301::RULE,
    &c302::RULE,
    &c303::RULE,
    &c304::RULE,
    &c305::RULE,
    &c306::RULE,
    &c307::RULE,
    &c308::RULE,
    &c309::RULE,
    &c401::RULE,
    &c402::RULE,
    &c403::RULE,
    &c404::RULE,
    &c405::RULE,
    &c406::RULE,
    &c407::RULE,
    &c408::RULE,
    &c409::RULE,
    &c410::RULE,
];

/// The rule of this code or name.
pub fn find(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code || rule.name == code)
}

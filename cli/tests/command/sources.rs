//! `wellhead sources`

use crate::support::{Place, assert_has};

/// The slugs that a table lists, in its order.
fn slugs(table: &str) -> Vec<&str> {
    table.lines().skip(1).map(|line| line.split_whitespace().next().unwrap()).collect()
}

#[test]
fn every_source_is_a_line_of_the_table_in_the_order_of_slugs() {
    let table = Place::new().run(&["sources"]).exits_with(0).out;
    let header: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(header, ["SOURCE", "CATEGORY", "STATUS", "AUTH", "SPECS", "TITLE"]);
    let slugs = slugs(&table);
    for expected in
        ["generic-rest", "oracle", "pathfactory", "salesforce", "salesforce-marketing-cloud"]
    {
        assert!(slugs.contains(&expected), "{expected}: {table}");
    }
    assert!(slugs.is_sorted(), "{table}");
    let oracle = table.lines().find(|line| line.starts_with("oracle ")).unwrap();
    assert_has(oracle, &["Databases", "ga", "ConnectionString, Basic Authentication", "Oracle"]);
}

#[test]
fn a_category_is_known_by_its_key_and_by_its_title_in_any_letter_case() {
    let by =
        |category: &str| Place::new().run(&["sources", "--category", category]).exits_with(0).out;
    let by_key = by("marketingAutomation");
    assert_eq!(by("Marketing automation"), by_key);
    assert_eq!(by("MARKETING-AUTOMATION"), by_key);
    let slugs = slugs(&by_key);
    assert!(slugs.contains(&"pathfactory") && !slugs.contains(&"oracle"), "{by_key}");
}

#[test]
fn an_unknown_category_is_told_with_the_known_ones() {
    let ran = Place::new().run(&["sources", "--category", "crn"]).exits_with(1);
    assert_has(&ran.err, &["`crn`", "crm", "databases", "marketingAutomation"]);
    assert_eq!(ran.out, "");
}

#[test]
fn as_json_each_source_has_what_a_request_needs() {
    let listed = Place::new().run(&["sources", "--json"]).exits_with(0).json();
    let oracle = listed.as_array().unwrap().iter().find(|source| source["slug"] == "oracle");
    let oracle = oracle.unwrap();
    assert_eq!(oracle["id"], "d6b52d86-f0f8-475f-89d4-ce54c8527328");
    assert_eq!(oracle["version"], "1.0");
    assert_eq!(oracle["category"], "databases");
    let names = oracle["specNames"].as_array().unwrap();
    assert!(names.iter().any(|name| name == "Basic Authentication"), "{oracle}");
}

#[test]
fn as_json_a_category_filters_too() {
    let listed = Place::new().run(&["sources", "--json", "--category", "crm"]).exits_with(0).json();
    let listed = listed.as_array().unwrap();
    assert!(listed.iter().any(|source| source["slug"] == "salesforce"), "{listed:?}");
    assert!(listed.iter().all(|source| source["category"] == "crm"), "{listed:?}");
}

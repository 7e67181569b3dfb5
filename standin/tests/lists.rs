//! Lists, counts and searches: filters, order, pages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod support;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use support::{
    Answer, BASE, CONNECTIONS, call, create, created, delete, get, headers, one, patch, standin,
};
use wellhead_standin::{Options, Paging, Running, Standin};

async fn list(standin: &Running, query: &str) -> Answer {
    get(standin, &format!("/connections{query}")).await
}

fn names(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect()
}

async fn names_of(standin: &Running, query: &str) -> Vec<String> {
    let answer = list(standin, query).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    names(&answer.json()).into_iter().map(ToOwned::to_owned).collect()
}

/// Connections of two sources.
async fn filled() -> Running {
    let standin = standin().await;
    for name in ["beta", "alpha", "gamma"] {
        created(&standin, name).await;
    }
    let oracle = json!({
        "name": "orders, all",
        "auth": { "specName": "ConnectionString", "params": {
            "connectionString": "Host=db.acme.example;Port=1521;Sid=ORCL;User Id=aep;Password=x",
        }},
        "connectionSpec": { "id": "d6b52d86-f0f8-475f-89d4-ce54c8527328", "version": "1.0" },
    });
    assert_eq!(create(&standin, &oracle.to_string()).await.status, 201);
    standin
}

#[tokio::test]
async fn a_list_is_filtered_by_every_documented_property() {
    let standin = filled().await;
    let alpha = list(&standin, "?property=name==alpha").await.json()["items"][0].clone();
    let id = alpha["id"].as_str().unwrap();
    let salesforce = "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5";
    for (query, expected) in [
        ("?property=name==alpha".to_owned(), &["alpha"] as &[&str]),
        ("?property=name==%22alpha%22".to_owned(), &["alpha"]),
        ("?property=name==alpha,gamma".to_owned(), &["gamma", "alpha"]),
        ("?property=name==%22orders,%20all%22".to_owned(), &["orders, all"]),
        (format!("?property=id=={id}"), &["alpha"]),
        ("?property=description==for%20a%20test".to_owned(), &["gamma", "alpha", "beta"]),
        (format!("?property=connectionSpec.id=={salesforce}"), &["gamma", "alpha", "beta"]),
        ("?property=auth.specName==ConnectionString".to_owned(), &["orders, all"]),
        (
            "?property=auth.params.clientId==acme-consumer-key".to_owned(),
            &["gamma", "alpha", "beta"],
        ),
        ("?property=auth.params.clientId==other".to_owned(), &[]),
        ("?property=auth.params.scopes[].name==x".to_owned(), &[]),
        ("?property=state==enabled".to_owned(), &["orders, all", "gamma", "alpha", "beta"]),
        ("?property=state==disabled,initializing".to_owned(), &[]),
        (
            format!(
                "?property=name==alpha,beta&property=connectionSpec.id=={salesforce}&property=state==enabled"
            ),
            &["alpha", "beta"],
        ),
        (
            "?property=createdAt%3E=1670880253121".to_owned(),
            &["orders, all", "gamma", "alpha", "beta"],
        ),
        ("?property=createdAt%3C1670880253121".to_owned(), &[]),
        (format!("?property=createdAt=={}&property=name==alpha", alpha["createdAt"]), &["alpha"]),
    ] {
        assert_eq!(names_of(&standin, &query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_value_with_a_comma_stands_in_quotes_among_others_as_well() {
    let standin = standin().await;
    for name in ["a", "b", "c", "a,b", r#"say "hi""#] {
        created(&standin, name).await;
    }
    for (values, expected) in [
        ("%22a,b%22,c", &["a,b", "c"] as &[&str]),
        ("c,%22a,b%22", &["a,b", "c"]),
        ("%22a,b%22,%22c%22", &["a,b", "c"]),
        ("a,b", &["b", "a"]),
        ("say%20%22hi%22", &[r#"say "hi""#]),
    ] {
        let query = format!("?property=name=={values}");
        assert_eq!(names_of(&standin, &query).await, expected, "{query}");
    }
}

#[tokio::test]
async fn a_param_in_a_list_of_objects_is_found_by_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let standin = Standin::start(Options::default().folder(folder.path())).await.unwrap();
    let made = created(&standin, "CRM").await;
    let database = rusqlite::Connection::open(folder.path().join("connections.sqlite3")).unwrap();
    let params = r#"{"a":[{"b":{"c":["x",true,3]}},{"b":"none"}],"t":true}"#;
    database.execute("UPDATE connections SET public_params = ?1", [params]).unwrap();
    for (path, found) in [
        ("a[].b.c[]==x", true),
        ("a[].b.c[]==true", true),
        ("a[].b.c[]==3", true),
        ("a[].b==none", true),
        ("a[].b.c[]==y", false),
        ("t==true", true),
        ("t==false", false),
        ("t.u==x", false),
    ] {
        let answer = list(&standin, &format!("?property=auth.params.{path}")).await;
        let expected = if found { vec![made.id.as_str()] } else { vec![] };
        let json = answer.json();
        let ids: Vec<_> = json["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, expected, "{path}");
    }
}

#[tokio::test]
async fn a_filter_can_have_thousands_of_values() {
    let standin = filled().await;
    let others = (0..5000).map(|number| format!(",{number}")).collect::<String>();
    for (filter, expected) in [
        ("name==alpha", &["alpha"] as &[&str]),
        ("auth.params.clientId==acme-consumer-key", &["gamma", "alpha", "beta"]),
        ("auth.params.scopes[].name==x", &[]),
        ("createdAt==1", &[]),
    ] {
        let query = format!("?property={filter}{others}");
        assert_eq!(names_of(&standin, &query).await, expected, "{filter}");
    }
}

#[tokio::test]
async fn more_filters_than_a_statement_has_room_for_are_refused() {
    let standin = filled().await;
    let filters = |count| "&property=state==enabled".repeat(count);
    assert_eq!(names_of(&standin, &format!("?limit=1{}", filters(100))).await, ["orders, all"]);
    for query in [
        format!("?limit=1{}", filters(101)),
        format!("?limit=1{}", filters(2000)),
        format!("?property=auth.params.{}==x", ["a[]"; 100].join(".")),
    ] {
        let answer = list(&standin, &query).await;
        assert_eq!(answer.status, 400, "{answer:?}");
        assert!(["1000-400", "1449-400"].contains(&answer.code().1.as_str()), "{answer:?}");
    }
}

#[tokio::test]
async fn a_list_is_ordered_both_ways_and_newest_first_by_default() {
    let standin = filled().await;
    let by_name = ["alpha", "beta", "gamma", "orders, all"];
    let mut backwards = by_name;
    backwards.reverse();
    assert_eq!(names_of(&standin, "?orderby=name").await, by_name);
    assert_eq!(names_of(&standin, "?orderby=%2Bname").await, by_name);
    assert_eq!(names_of(&standin, "?orderby=+name").await, by_name);
    assert_eq!(names_of(&standin, "?orderby=-name").await, backwards);
    assert_eq!(
        names_of(&standin, "?orderby=createdAt").await,
        ["beta", "alpha", "gamma", "orders, all"]
    );
    assert_eq!(names_of(&standin, "?orderby=-createdAt").await, names_of(&standin, "").await);
    assert_eq!(
        names_of(&standin, "?orderby=description").await,
        ["orders, all", "beta", "alpha", "gamma"]
    );
}

#[tokio::test]
async fn a_list_shows_the_properties_that_are_asked_for() {
    let standin = filled().await;
    let answer = list(&standin, "?property=id,name&property=name==alpha").await.json();
    let names: Vec<_> = answer["items"][0].as_object().unwrap().keys().collect();
    assert_eq!(names, ["id", "name"]);
}

#[tokio::test]
async fn a_count_counts_what_fits() {
    let standin = filled().await;
    assert_eq!(list(&standin, "?count=true").await.json(), json!({ "count": 4 }));
    assert_eq!(
        list(&standin, "?property=name==alpha,beta&count=true").await.json(),
        json!({ "count": 2 })
    );
    assert_eq!(names_of(&standin, "?count=false&limit=1").await, ["orders, all"]);
}

#[tokio::test]
async fn queries_that_mean_nothing_are_refused_by_their_codes() {
    let standin = filled().await;
    for (query, code) in [
        ("?limit=1&count=true", "1401-400"),
        ("?limit=0", "1452-400"),
        ("?limit=-1", "1452-400"),
        ("?limit=1&limit=2", "1453-400"),
        ("?count=maybe", "1452-400"),
        ("?continuationToken=nonsense", "1452-400"),
        ("?unknown=1", "1451-400"),
        ("?property=nonsense==x", "1449-400"),
        ("?property=nonsense", "1449-400"),
        ("?property=auth.params.==x", "1449-400"),
        ("?property=auth.params.a%22b==x", "1449-400"),
        ("?property=auth.params.a%00b==x", "1449-400"),
        ("?property=name!%3Ex", "1450-400"),
        ("?property=name~x", "1440-400"),
        ("?property=name%3E=x", "1448-400"),
        ("?property=createdAt%3C=1,2", "1443-400"),
        ("?property=createdAt==1,x", "1452-400"),
        ("?property=createdAt==", "1453-400"),
        ("?property=state==delete-finalizing", "1456-400"),
        ("?orderby=%23id", "1433-400"),
        ("?orderby=auth.params.x", "1433-400"),
    ] {
        assert_eq!(list(&standin, query).await.code(), (400, code.into()), "{query}");
    }
}

#[tokio::test]
async fn a_filter_can_not_leave_its_place_in_the_statement() {
    let standin = filled().await;
    for text in ["x'%20OR%20'1'='1", "x%22)%20OR%201=1--", "%25", "_lpha"] {
        assert_eq!(names_of(&standin, &format!("?property=name=={text}")).await.len(), 0, "{text}");
        assert_eq!(
            names_of(&standin, &format!("?property=auth.params.clientId=={text}")).await.len(),
            0
        );
    }
}

fn next(page: &Value) -> Option<&str> {
    page["_links"]["next"]["href"].as_str()
}

#[tokio::test]
async fn a_link_alone_leads_through_a_filtered_and_ordered_list() {
    let standin = standin().await;
    for number in 0..7 {
        created(&standin, &format!("keep {}", number % 3)).await;
        created(&standin, "other").await;
    }
    let mut page =
        list(&standin, "?property=name==keep%200,keep%201,keep%202&orderby=-name&limit=2")
            .await
            .json();
    let mut found = Vec::new();
    loop {
        found.extend(names(&page).into_iter().map(ToOwned::to_owned));
        let Some(link) = next(&page) else { break };
        assert!(link.starts_with("/connections?continuationToken="), "{link}");
        page = get(&standin, link).await.json();
    }
    assert_eq!(found, ["keep 2", "keep 2", "keep 1", "keep 1", "keep 0", "keep 0", "keep 0"]);
}

#[tokio::test]
async fn a_token_stays_good_while_connections_come_and_go_and_across_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options::default().folder(folder.path()).paging(Paging::Token);
    let first = Standin::start(options.clone()).await.unwrap();
    let mut made = Vec::new();
    for number in 0..6 {
        made.push(created(&first, &format!("number {number}")).await);
    }
    let page = list(&first, "?limit=2").await.json();
    assert_eq!(names(&page), ["number 5", "number 4"]);
    assert!(next(&page).is_none(), "a token, and no link");
    let token = page["continuationToken"].as_str().unwrap().to_owned();
    // The one that the page ended with, the next one, and a new one.
    delete(&first, &made[4].id).await;
    delete(&first, &made[3].id).await;
    created(&first, "new").await;
    first.shutdown().await;

    let second = Standin::start(options).await.unwrap();
    let query = format!("?limit=2&continuationToken={token}");
    let page = list(&second, &query).await.json();
    assert_eq!(names(&page), ["number 2", "number 1"]);
    let token = page["continuationToken"].as_str().unwrap();
    let last = list(&second, &format!("?limit=2&continuationToken={token}")).await.json();
    assert_eq!(names(&last), ["number 0"]);
    assert!(last.get("continuationToken").is_none());
}

#[tokio::test]
async fn a_token_is_refused_when_it_was_changed_or_when_its_query_was() {
    let standin = filled().await;
    let page = list(&standin, "?property=state==enabled&limit=1").await.json();
    let token = next(&page).unwrap().split_once('=').unwrap().1.to_owned();
    let other = format!("0{}", &token[1..]);
    for query in [
        format!("?continuationToken={other}"),
        format!("?continuationToken={token}&property=state==disabled"),
        format!("?continuationToken={token}&orderby=name"),
    ] {
        assert_eq!(list(&standin, &query).await.code().1, "1452-400", "{query}");
    }
    let same = format!("?continuationToken={token}&property=state==enabled&limit=3");
    assert_eq!(names_of(&standin, &same).await, ["gamma", "alpha", "beta"]);
}

#[tokio::test]
async fn a_list_has_at_most_a_hundred_and_a_search_a_thousand() {
    let standin = standin().await;
    for number in 0..101 {
        created(&standin, &number.to_string()).await;
    }
    let page = list(&standin, "?limit=1000").await.json();
    assert_eq!((names(&page).len(), next(&page).is_some()), (100, true));
    assert_eq!(names(&search(&standin, "", "{}").await.json()).len(), 101);
    let mut ids = BTreeSet::new();
    let mut page = page;
    loop {
        ids.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["id"].as_str().unwrap().to_owned()),
        );
        let Some(link) = next(&page).map(ToOwned::to_owned) else { break };
        page = get(&standin, &link).await.json();
    }
    assert_eq!(ids.len(), 101);
}

async fn search(standin: &Running, query: &str, body: &str) -> Answer {
    let path = format!("{CONNECTIONS}/search{query}");
    call(standin, "POST", &path, &headers(), body).await
}

#[tokio::test]
async fn a_search_means_what_a_list_means() {
    let standin = filled().await;
    let found = async |body: Value| {
        let answer = search(&standin, "", &body.to_string()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        names(&answer.json()).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found(json!({ "queryString": "name==alpha" })).await, ["alpha"]);
    let both = "property=name==alpha,beta&property=state==enabled";
    assert_eq!(found(json!({ "queryString": both, "orderby": "-name" })).await, ["beta", "alpha"]);
    let count = search(&standin, "", r#"{"queryString": "state==enabled", "count": true}"#).await;
    assert_eq!(count.json(), json!({ "count": 4 }));
    let page = search(&standin, "", r#"{"limit": 3}"#).await.json();
    let link = next(&page).unwrap();
    assert!(link.starts_with("/connections/search?continuationToken="), "{link}");
    let rest = call(&standin, "POST", &format!("{BASE}{link}"), &headers(), "{}").await.json();
    assert_eq!(names(&rest), ["beta"]);
    for (body, code) in [
        (r#"{"limit": 1, "count": true}"#, "1401-400"),
        (r#"{"limit": 0}"#, "1452-400"),
        (r#"{"limit": "x"}"#, "1000-400"),
        (r#"{"limits": 1}"#, "1000-400"),
        ("", "1405-400"),
        (r#"{"queryString": "nonsense==1"}"#, "1449-400"),
    ] {
        assert_eq!(search(&standin, "", body).await.code(), (400, code.into()), "{body}");
    }
    assert_eq!(search(&standin, "?limit=1", "{}").await.code().1, "1451-400");
}

#[tokio::test]
async fn the_query_string_of_a_search_holds_what_a_list_is_asked_by() {
    let standin = filled().await;
    created(&standin, "a&b").await;
    let found = async |text: &str| {
        let answer = search(&standin, "", &json!({ "queryString": text }).to_string()).await;
        assert_eq!(answer.status, 200, "{text}: {answer:?}");
        names(&answer.json()).into_iter().map(ToOwned::to_owned).collect::<Vec<_>>()
    };
    for (text, expected) in [
        ("orderby=name&property=name==alpha,beta", &["alpha", "beta"] as &[&str]),
        ("property=name==alpha,beta&orderby=-name", &["beta", "alpha"]),
        ("property=name==alpha,beta&limit=1", &["alpha"]),
        ("state==enabled&property=name==alpha", &["alpha"]),
        ("name==alpha,gamma&limit=1", &["gamma"]),
        (r#"name=="a&b""#, &["a&b"]),
        (r#"property=name=="a&b"&state==enabled"#, &["a&b"]),
        ("property=name==%22a%26b%22", &["a&b"]),
        ("property=name==orders%2C+all", &[]),
        ("property=name==%22orders,+all%22", &["orders, all"]),
    ] {
        assert_eq!(found(text).await, expected, "{text}");
    }
    let body = json!({ "queryString": "property=name==alpha&count=true" }).to_string();
    assert_eq!(search(&standin, "", &body).await.json(), json!({ "count": 1 }));
    let page = search(&standin, "", r#"{"queryString": "orderby=name&limit=4"}"#).await.json();
    let (_, token) = next(&page).unwrap().split_once('?').unwrap();
    assert_eq!(found(token).await, ["orders, all"]);
    for (body, code) in [
        (json!({ "queryString": "limit=1&count=true" }), "1401-400"),
        (json!({ "queryString": "limit=1", "count": true }), "1401-400"),
        (json!({ "queryString": "limit=1", "limit": 1 }), "1453-400"),
        (json!({ "queryString": "orderby=name", "orderby": "name" }), "1453-400"),
        (json!({ "queryString": "count=maybe" }), "1452-400"),
        (json!({ "queryString": "limits=1" }), "1449-400"),
    ] {
        let answer = search(&standin, "", &body.to_string()).await;
        assert_eq!(answer.code(), (400, code.into()), "{body}");
    }
}

#[tokio::test]
async fn a_list_is_ordered_by_when_connections_were_updated() {
    let standin = standin().await;
    let first = created(&standin, "first").await;
    let second = created(&standin, "second").await;
    let updated_at = async |id: &str| one(&standin, id).await["updatedAt"].as_i64();
    let mut etag = first.etag;
    // Times have milliseconds: the update has to fall into a later one than the second connection.
    while updated_at(&first.id).await <= updated_at(&second.id).await {
        let body = json!([{ "op": "add", "path": "/description", "value": "x" }]);
        let answer = patch(&standin, &first.id, &etag, &body).await.json();
        etag = answer["etag"].as_str().unwrap().to_owned();
    }
    assert_eq!(names_of(&standin, "?orderby=-updatedAt").await, ["first", "second"]);
    assert_eq!(names_of(&standin, "?orderby=updatedAt").await, ["second", "first"]);
}

// A required param that is read as it is: it becomes an `Option`.

pub fn read(auth: &api::sources::acme_crm::BasicAuthentication) -> &str {
    auth.username.as_str()
}

//! Where a URL leads, taken apart once for all requests: whom to connect to, what to ask there, and
//! the `Host` that says so. Whether a URL is fit for that is looked at where it is read.

use http::{
    HeaderValue, Uri,
    uri::{Authority, PathAndQuery, Scheme},
};

/// The parts of an absolute URL that a request over HTTP/1.1 needs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    /// Scheme and authority, with the path `/`: what has the same origin shares connections.
    pub(crate) origin: Uri,
    /// Path and query, as the line of a request has them.
    pub(crate) path: Uri,
    /// The `Host` header.
    pub(crate) host: HeaderValue,
}

impl Target {
    /// The parts of a URL; `None` when it is not absolute, or its host fits in no header.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let (scheme, authority) = (uri.scheme()?, uri.authority()?);
        let path = uri.path_and_query().cloned();
        let origin = Uri::builder()
            .scheme(scheme.clone())
            .authority(authority.clone())
            .path_and_query("/")
            .build();
        Some(Self {
            origin: origin.ok()?,
            path: path.unwrap_or_else(|| PathAndQuery::from_static("/")).into(),
            host: host(scheme, authority)?,
        })
    }

    /// Another path of the same origin.
    pub(crate) fn with_path(&self, path: PathAndQuery) -> Self {
        Self { path: path.into(), ..self.clone() }
    }
}

/// The host, and the port where it is not the one that the scheme means anyway.
fn host(scheme: &Scheme, authority: &Authority) -> Option<HeaderValue> {
    let usual = if *scheme == Scheme::HTTPS { 443 } else { 80 };
    let host = authority.host();
    let text = match authority.port_u16().filter(|port| *port != usual) {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    };
    HeaderValue::try_from(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(url: &'static str) -> [String; 3] {
        let target = Target::of(&Uri::from_static(url)).expect("an absolute URL");
        let host = target.host.to_str().expect("text").to_owned();
        [target.origin.to_string(), target.path.to_string(), host]
    }

    #[test]
    fn a_url_is_taken_apart() {
        let whole = parts("http://city.example:4100/graphql?v=1");
        assert_eq!(whole, ["http://city.example:4100/", "/graphql?v=1", "city.example:4100"]);
        assert_eq!(parts("https://[::1]"), ["https://[::1]/", "/", "[::1]"]);
    }

    #[test]
    fn the_port_that_the_scheme_means_is_not_told() {
        assert_eq!(parts("http://a:80/")[2], "a");
        assert_eq!(parts("https://a:443/")[2], "a");
        assert_eq!(parts("https://a:80/")[2], "a:80");
    }

    #[test]
    fn who_asks_is_no_part_of_the_host() {
        assert_eq!(parts("http://me:secret@a:81/")[2], "a:81");
    }

    #[test]
    fn what_is_not_absolute_leads_nowhere() {
        assert_eq!(Target::of(&Uri::from_static("/graphql")), None);
    }
}

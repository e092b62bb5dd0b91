//! How the hub is told what to do: flags before environment before file before what is built in.
//!
//! Secrets never come by flag, since any user of the machine can read another's command line: they have an environment
//! variable and a place in the file only.

use std::{net::SocketAddr, path::PathBuf};

use actors::Secured;
use clap::{Args, Parser, Subcommand};
use ipnet::IpNet;
use serde::Deserialize;
use url::Url;

use crate::{demo::awake::Pace, files::shelf::Whereabouts, limits::Rates, relevance::Judged};

const SECRETS: &str = "\
Secrets have no flags. Set them in the environment, or in the [secrets] table of the file:
  COLLECTIVE_SESSION_KEY          signs forms; made and kept in the database when not set (at least 32 characters)
  COLLECTIVE_METRICS_TOKEN        lets somebody who is not on this machine read /metrics
  COLLECTIVE_TWILIO_ACCOUNT_SID   \\
  COLLECTIVE_TWILIO_AUTH_TOKEN     } all three switch texts on
  COLLECTIVE_TWILIO_FROM          /
  COLLECTIVE_SMTP_USERNAME        \\
  COLLECTIVE_SMTP_PASSWORD        / both, where the server of --smtp-url wants them
  COLLECTIVE_FILES_ACCESS_KEY     \\
  COLLECTIVE_FILES_SECRET_KEY     / both for a store of files that speaks S3
A password of the database goes into COLLECTIVE_DATABASE_URL.
What a program may say more is in COLLECTIVE_LOG, as in \"info,web=debug\".";

/// AI Collective: people post asks and offers, are matched live, connect, talk, and help each other.
#[derive(Debug, Parser)]
#[command(name = "collective", version, about, after_help = SECRETS, subcommand_negates_reqs = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Job>,
    #[command(flatten)]
    pub options: Options,
}

#[derive(Debug, Subcommand)]
pub enum Job {
    /// Run the hub. The same as no command at all.
    Serve,
    /// Bring the database up to date, and leave. Stop the hub on this data directory first.
    Migrate,
    /// After a backup was put back: screens load anew instead of going on from numbers that mean something else now. Stop all hubs first.
    Restored,
    /// Fill in the taxonomy and the tools; with --demo the invented town too; --remove takes the town away. Stop the hub first.
    Seed {
        /// Take away every trace of the demo town.
        #[arg(long)]
        remove: bool,
    },
    /// Make members for a load test, and write a line `handle token` for each. Stop the hub on this data directory first.
    Mint {
        /// How many.
        #[arg(long, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
        members: u32,
        /// The file to write. It holds secrets.
        #[arg(long)]
        out: PathBuf,
    },
    /// Look after one member from the console: make an admin, or let somebody back in. Stop the hub on this data directory first.
    #[command(group = clap::ArgGroup::new("what").required(true).args(["admin", "password"]))]
    Member {
        /// Their username.
        handle: String,
        /// Make them an admin.
        #[arg(long)]
        admin: bool,
        /// Set a new password: asked for, or read from the first line of standard input.
        #[arg(long)]
        password: bool,
    },
    /// Measure how well the matcher ranks on a judged collection in the form of BEIR. Needs no database.
    Relevance(Judged),
}

/// Nobody needs longer to say what they want.
const HEAD_WITHIN: std::time::Duration = std::time::Duration::from_secs(10);

/// What can be set by flag, by environment, and in the file under the same names.
#[derive(Clone, Debug, Default, Args, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Options {
    /// Where to listen [127.0.0.1:8080]
    #[arg(long, global = true, value_name = "ADDRESS", env = "COLLECTIVE_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// SQLite file, search index, uploads [./data]
    #[arg(long, global = true, value_name = "DIR", env = "COLLECTIVE_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// postgres://… or sqlite:PATH [a file in the data directory]
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// redis://…, redis-cluster://A,B or redis-sentinel://A,B/NAME: hubs on one PostgreSQL ring each other there
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_REDIS_URL", hide_env_values = true)]
    pub redis_url: Option<String>,
    /// What people type to get here; https makes cookies secure [http://<listen>]
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Run the invented town, to look around in
    #[arg(long, global = true, value_name = "YES", num_args = 0..=1, require_equals = true, default_missing_value = "true", env = "COLLECTIVE_DEMO")]
    pub demo: Option<bool>,
    /// A proxy whose X-Forwarded-For is believed; may be given several times
    #[arg(long = "trusted-proxy", global = true, value_name = "CIDR", value_delimiter = ',', env = "COLLECTIVE_TRUSTED_PROXY", value_parser = network)]
    #[serde(rename = "trusted_proxy", deserialize_with = "networks")]
    pub trusted_proxies: Vec<IpNet>,
    /// How long open sockets are sent to other hubs over, when told to leave; 0: all at once [5]
    #[arg(long, global = true, value_name = "SECONDS", env = "COLLECTIVE_DRAIN_SECONDS", value_parser = clap::value_parser!(u16).range(0..=600))]
    pub drain_seconds: Option<u16>,
    /// file:DIR that all hubs of a database share, or s3://BUCKET/PREFIX?endpoint=URL&region=REGION [files in the data directory]
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_FILES_URL")]
    pub files_url: Option<String>,
    /// TOML file with the rates (`off = true` for benchmarks)
    #[arg(long, global = true, value_name = "FILE", env = "COLLECTIVE_LIMITS")]
    pub limits: Option<PathBuf>,
    /// Where texts are handed in [https://api.twilio.com]
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_TWILIO_URL")]
    pub twilio_url: Option<String>,
    /// Where mails are handed in: smtps://HOST, or smtp://HOST with STARTTLS, with ?tls=none without [files in the data directory]
    #[arg(long, global = true, value_name = "URL", env = "COLLECTIVE_SMTP_URL")]
    pub smtp_url: Option<String>,
    /// Whom mails come from [AI Collective <no-reply@the host of --public-url>]
    #[arg(long, global = true, value_name = "ADDRESS", env = "COLLECTIVE_MAIL_FROM")]
    pub mail_from: Option<String>,
    /// Who runs this hub, as in "Rosa Field, Leeds": shown on its pages
    #[arg(long, global = true, value_name = "NAME, PLACE", env = "COLLECTIVE_RUN_BY")]
    pub run_by: Option<String>,
    /// How they are reached: an e-mail address, or an address that begins with https://
    #[arg(long, global = true, value_name = "ADDRESS", env = "COLLECTIVE_CONTACT")]
    pub contact: Option<String>,
    /// Whether the hub reads the pages that members link to, once each, to show a card of them [on]
    #[arg(long, global = true, value_name = "ON|OFF", env = "COLLECTIVE_LINK_PREVIEWS")]
    pub link_previews: Option<Switch>,
    /// A sentence transformer that says what texts mean (model.safetensors, tokenizer.json, config.json) [a table that is built in]
    #[arg(long, global = true, value_name = "DIR", env = "COLLECTIVE_EMBEDDING_MODEL")]
    pub embedding_model: Option<PathBuf>,
    /// TOML file with any of these, names with _ for -
    #[arg(long, global = true, value_name = "FILE", env = "COLLECTIVE_CONFIG")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    #[arg(skip)]
    pub secrets: Secrets,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Switch {
    On,
    Off,
}

/// What is never a flag.
#[derive(Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Secrets {
    pub session_key: Option<String>,
    pub metrics_token: Option<String>,
    pub twilio_account_sid: Option<String>,
    pub twilio_auth_token: Option<String>,
    pub twilio_from: Option<String>,
    pub smtp_username: Option<String>,
    pub smtp_password: Option<String>,
    pub files_access_key: Option<String>,
    pub files_secret_key: Option<String>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// A network, or a single address as one.
fn network(typed: &str) -> Result<IpNet, String> {
    typed
        .parse::<IpNet>()
        .or_else(|_| typed.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "write it like 10.0.0.0/8 or 10.1.2.3".to_owned())
}

fn networks<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<IpNet>, D::Error> {
    let typed = Vec::<String>::deserialize(from)?;
    typed.iter().map(|t| network(t).map_err(|why| serde::de::Error::custom(format!("trusted_proxy {t:?}: {why}")))).collect()
}

/// Why the hub can't start as told: one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    #[error("the file {path} can't be read: {why}")]
    File { path: String, why: String },
    #[error("the {what} is not right: {why}")]
    Value { what: &'static str, why: String },
}

/// Everything decided.
#[derive(Clone, Debug)]
pub struct Settings {
    pub listen: SocketAddr,
    pub data_dir: PathBuf,
    pub database_url: String,
    pub redis: Option<actors::Whereabouts>,
    /// As given; without it each request's own Host is believed.
    pub public_url: Option<Url>,
    pub demo: bool,
    /// How fast the time of the town's four awake members goes; only tests hurry them.
    pub awake: Pace,
    pub trusted_proxies: Vec<IpNet>,
    /// Where the bytes of files lie.
    pub files: Whereabouts,
    pub rates: Rates,
    /// Over how long open sockets are sent to the other hubs when this one is told to leave.
    pub drain: std::time::Duration,
    pub twilio_url: Url,
    /// The server that takes mails; without, they become files.
    pub smtp: Option<Smtp>,
    pub mail_from: String,
    pub keeper: Keeper,
    /// Whether linked pages are read for a card of them.
    pub link_previews: bool,
    /// The directory of a sentence transformer; without it the table says what texts mean.
    pub embedding_model: Option<PathBuf>,
    /// How long what is sent with a request may take to arrive. No option: tests are less patient.
    pub body_within: std::time::Duration,
    /// A request's head takes no longer than this, or nobody is there.
    pub head_within: std::time::Duration,
    pub secrets: Secrets,
}

impl Settings {
    /// Flags and environment are in `options` already; the file and what is built in are added.
    /// `secret` looks up an environment variable.
    pub fn decide(options: Options, secret: impl Fn(&str) -> Option<String>) -> Result<Settings, ConfigError> {
        let file = match &options.config {
            Some(path) => read_toml::<Options>(path)?,
            None => Options::default(),
        };
        let data_dir = options.data_dir.or(file.data_dir).unwrap_or_else(|| PathBuf::from("data"));
        let database_url = match options.database_url.or(file.database_url) {
            Some(url) => database(url)?,
            None => format!("sqlite:{}", data_dir.join("collective.sqlite").display()),
        };
        let rates = match options.limits.or(file.limits) {
            Some(path) => read_toml::<Rates>(&path)?,
            None => Rates::default(),
        };
        let public_url = options.public_url.or(file.public_url);
        let web = |what, typed: Option<String>| typed.map(|t| address(what, &t, &["http", "https"])).transpose();
        let trusted = if options.trusted_proxies.is_empty() { file.trusted_proxies } else { options.trusted_proxies };
        Ok(Settings {
            listen: options.listen.or(file.listen).unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080))),
            data_dir,
            database_url,
            redis: options.redis_url.or(file.redis_url).map(|t| redis(&t)).transpose()?,
            mail_from: mail_from(options.mail_from.or(file.mail_from), public_url.as_deref())?,
            smtp: options.smtp_url.or(file.smtp_url).map(|typed| smtp(&typed)).transpose()?,
            keeper: Keeper {
                name: options.run_by.or(file.run_by).map(|typed| keeper_name(&typed)).transpose()?,
                contact: options.contact.or(file.contact).map(|typed| Contact::read(&typed)).transpose()?,
            },
            public_url: web("public URL", public_url)?,
            demo: options.demo.or(file.demo).unwrap_or(false),
            awake: Pace::REAL,
            trusted_proxies: trusted,
            files: options.files_url.or(file.files_url).map(|t| files(&t)).transpose()?.unwrap_or_default(),
            rates,
            drain: std::time::Duration::from_secs(options.drain_seconds.or(file.drain_seconds).unwrap_or(5).into()),
            twilio_url: match web("Twilio URL", options.twilio_url.or(file.twilio_url))? {
                Some(url) => url,
                None => address("Twilio URL", "https://api.twilio.com", &["https"])?,
            },
            link_previews: options.link_previews.or(file.link_previews).unwrap_or(Switch::On) == Switch::On,
            embedding_model: options.embedding_model.or(file.embedding_model),
            body_within: crate::posted::PATIENCE,
            head_within: HEAD_WITHIN,
            secrets: secrets(file.secrets, secret)?,
        })
    }

    /// Where mails are that no server takes.
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir.join("mail")
    }

    /// Cookies are for https only.
    pub fn is_secure(&self) -> bool {
        self.public_url.as_ref().is_some_and(|u| u.scheme() == "https")
    }

    /// The database without what is secret in it.
    pub fn database_shown(&self) -> String {
        let Ok(mut url) = Url::parse(&self.database_url) else { return self.database_url.clone() };
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return "(not shown: its password can't be hidden)".to_owned();
        }
        if url.scheme() == "sqlite" { self.database_url.clone() } else { url.to_string() }
    }
}

fn secrets(file: Secrets, secret: impl Fn(&str) -> Option<String>) -> Result<Secrets, ConfigError> {
    let of = |name: &str, in_file: Option<String>| secret(name).or(in_file).filter(|s| !s.is_empty());
    let found = Secrets {
        session_key: of("COLLECTIVE_SESSION_KEY", file.session_key),
        metrics_token: of("COLLECTIVE_METRICS_TOKEN", file.metrics_token),
        twilio_account_sid: of("COLLECTIVE_TWILIO_ACCOUNT_SID", file.twilio_account_sid),
        twilio_auth_token: of("COLLECTIVE_TWILIO_AUTH_TOKEN", file.twilio_auth_token),
        twilio_from: of("COLLECTIVE_TWILIO_FROM", file.twilio_from),
        smtp_username: of("COLLECTIVE_SMTP_USERNAME", file.smtp_username),
        smtp_password: of("COLLECTIVE_SMTP_PASSWORD", file.smtp_password),
        files_access_key: of("COLLECTIVE_FILES_ACCESS_KEY", file.files_access_key),
        files_secret_key: of("COLLECTIVE_FILES_SECRET_KEY", file.files_secret_key),
    };
    if found.session_key.as_ref().is_some_and(|k| k.len() < 32) {
        return Err(ConfigError::Value { what: "session key", why: "it needs at least 32 characters".to_owned() });
    }
    let twilio = [&found.twilio_account_sid, &found.twilio_auth_token, &found.twilio_from];
    if twilio.iter().any(|s| s.is_some()) && twilio.iter().any(|s| s.is_none()) {
        let why = "account sid, auth token and from go together".to_owned();
        return Err(ConfigError::Value { what: "Twilio account", why });
    }
    if found.smtp_username.is_some() != found.smtp_password.is_some() {
        let why = "user name and password go together".to_owned();
        return Err(ConfigError::Value { what: "account at the mail server", why });
    }
    Ok(found)
}

/// Where mails are handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    pub host: String,
    pub port: u16,
    pub secured: Secured,
}

impl std::fmt::Display for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let how = match self.secured {
            Secured::Whole => "over TLS",
            Secured::Begun => "with STARTTLS",
            Secured::Not => "without TLS",
        };
        write!(f, "{}:{} {how}", self.host, self.port)
    }
}

fn smtp(typed: &str) -> Result<Smtp, ConfigError> {
    let wrong = |why: &str| ConfigError::Value { what: "SMTP URL", why: why.to_owned() };
    let url = address("SMTP URL", typed, &["smtp", "smtps"])?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(wrong("user name and password go into COLLECTIVE_SMTP_USERNAME and COLLECTIVE_SMTP_PASSWORD"));
    }
    let (secured, port) = match (url.scheme(), url.query()) {
        ("smtps", None) => (Secured::Whole, 465),
        ("smtp", None | Some("tls=required")) => (Secured::Begun, 587),
        ("smtp", Some("tls=none")) => (Secured::Not, 25),
        _ => return Err(wrong("write smtps://HOST, smtp://HOST for STARTTLS, or smtp://HOST?tls=none")),
    };
    // An address of IPv6 stands without its brackets where it is called.
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']).to_owned();
    Ok(Smtp { host, port: url.port().unwrap_or(port), secured })
}

/// Who runs this hub, as far as they say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keeper {
    pub name: Option<String>,
    pub contact: Option<Contact>,
}

/// How they are reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    Mail(String),
    Page(Url),
}

impl Contact {
    fn read(typed: &str) -> Result<Contact, ConfigError> {
        let typed = typed.trim();
        // Nothing in it means more than itself behind `mailto:`.
        let plain = |typed: &str| typed.bytes().all(|b| b.is_ascii_alphanumeric() || b"@.+-_".contains(&b));
        if plain(typed) && actors::is_mailbox(typed) {
            return Ok(Contact::Mail(typed.to_owned()));
        }
        let wrong = |why: &str| ConfigError::Value { what: "contact", why: why.to_owned() };
        let url = Url::parse(typed).map_err(|_| wrong("write it like help@example.org or https://example.org/contact"))?;
        match url.scheme() == "https" && url.username().is_empty() && url.password().is_none() {
            true => Ok(Contact::Page(url)),
            false => Err(wrong("an address of the web begins with https://, without a user name in it")),
        }
    }

    /// Where a link to it leads.
    pub fn href(&self) -> String {
        match self {
            Contact::Mail(address) => format!("mailto:{address}"),
            Contact::Page(url) => url.to_string(),
        }
    }
}

/// As it is read: the address alone.
impl std::fmt::Display for Contact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Contact::Mail(address) => f.write_str(address),
            Contact::Page(url) => f.write_str(url.as_str().trim_start_matches("https://").trim_end_matches('/')),
        }
    }
}

/// So many characters of who runs a hub stand in the foot of every page.
const LONGEST_KEEPER: usize = 120;

fn keeper_name(typed: &str) -> Result<String, ConfigError> {
    let name = typed.trim();
    let why = match name {
        "" => "write it like Rosa Field, Leeds".to_owned(),
        long if long.chars().count() > LONGEST_KEEPER => format!("it has at most {LONGEST_KEEPER} characters"),
        broken if broken.chars().any(char::is_control) => "it is one line".to_owned(),
        good => return Ok(good.to_owned()),
    };
    Err(ConfigError::Value { what: "name of who runs the hub", why })
}

fn mail_from(typed: Option<String>, public_url: Option<&str>) -> Result<String, ConfigError> {
    let host = public_url.and_then(|url| Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
    let of = |host: &str| format!("AI Collective <no-reply@{host}>");
    // Not every host can stand in an address.
    let made = host.map(|host| of(&host)).filter(|made| actors::is_mailbox(made)).unwrap_or_else(|| of("localhost"));
    let from = typed.unwrap_or(made);
    match actors::is_mailbox(&from) {
        true => Ok(from),
        false => Err(ConfigError::Value {
            what: "address that mails come from",
            why: "write it like AI Collective <no-reply@example.org>".to_owned(),
        }),
    }
}

fn read_toml<T: for<'de> Deserialize<'de>>(path: &std::path::Path) -> Result<T, ConfigError> {
    let failed = |why: String| ConfigError::File { path: path.display().to_string(), why };
    let text = std::fs::read_to_string(path).map_err(|e| failed(e.to_string()))?;
    toml::from_str(&text).map_err(|e: toml::de::Error| {
        let line = e.span().map(|s| text[..s.start.min(text.len())].lines().count().max(1));
        let place = line.map(|n| format!("line {n}: ")).unwrap_or_default();
        failed(format!("{place}{}", e.message().replace('\n', " ")))
    })
}

fn database(typed: String) -> Result<String, ConfigError> {
    let wrong = |why: &str| ConfigError::Value { what: "database URL", why: why.to_owned() };
    match typed.split_once(':').map(|(scheme, _)| scheme) {
        Some("postgres" | "postgresql") => Url::parse(&typed).map(|_| typed.clone()).map_err(|e| wrong(&e.to_string())),
        Some("sqlite") => Ok(typed),
        _ => Err(wrong("write postgres://… or sqlite:PATH")),
    }
}

fn files(typed: &str) -> Result<Whereabouts, ConfigError> {
    Whereabouts::read(typed).map_err(|why| ConfigError::Value { what: "files URL", why })
}

fn redis(typed: &str) -> Result<actors::Whereabouts, ConfigError> {
    actors::Whereabouts::read(typed).map_err(|why| ConfigError::Value { what: "redis URL", why: why.replace('\n', " ") })
}

fn address(what: &'static str, typed: &str, schemes: &[&str]) -> Result<Url, ConfigError> {
    let url = Url::parse(typed).map_err(|e| ConfigError::Value { what, why: e.to_string() })?;
    if !schemes.contains(&url.scheme()) {
        return Err(ConfigError::Value { what, why: format!("it begins with one of {}://", schemes.join("://, ")) });
    }
    if url.host_str().is_none_or(str::is_empty) && !url.scheme().contains("unix") {
        return Err(ConfigError::Value { what, why: "there is no host in it".to_owned() });
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(args: &[&str], file: &str) -> Result<Settings, ConfigError> {
        let dir = tempfile::tempdir().expect("a directory");
        let path = dir.path().join("collective.toml");
        std::fs::write(&path, file).expect("written");
        let mut all = vec!["collective", "--config", path.to_str().expect("plain")];
        all.extend(args);
        let cli = Cli::try_parse_from(all).expect("the flags are right");
        Settings::decide(cli.options, |name| (name == "COLLECTIVE_METRICS_TOKEN").then(|| "from the environment".to_owned()))
    }

    #[test]
    fn flags_come_before_the_file_and_the_file_before_what_is_built_in() {
        let file = "listen = \"127.0.0.1:1\"\ndemo = true\ntrusted_proxy = [\"10.0.0.0/8\"]\n[secrets]\nmetrics_token = \"from the file\"";
        let settings = decided(&["--listen", "127.0.0.1:2"], file).expect("decided");
        assert_eq!(settings.listen.port(), 2);
        assert!(settings.demo);
        assert_eq!(settings.trusted_proxies.len(), 1);
        assert_eq!(settings.data_dir, PathBuf::from("data"));
        assert_eq!(settings.secrets.metrics_token.as_deref(), Some("from the environment"));
        assert!(!decided(&["--demo=false"], file).expect("decided").demo);
    }

    #[test]
    fn what_is_mistyped_is_said_in_one_line() {
        for (args, file) in [
            (&[][..], "lisen = \"127.0.0.1:1\""),
            (&[], "listen = 3"),
            (&[], "[secrets]\ntwilio_from = \"+1\""),
            (&["--database-url", "mysql://x"], ""),
            (&["--public-url", "collective.example"], ""),
            (&["--redis-url", "http://x"], ""),
            (&["--smtp-url", "http://x"], ""),
            (&["--smtp-url", "smtp://ana:secret@x"], ""),
            (&["--smtp-url", "smtp://x?tls=perhaps"], ""),
            (&["--mail-from", "nobody"], ""),
            (&["--run-by", "  "], ""),
            (&["--run-by", "Rosa\nField"], ""),
            (&[], &format!("run_by = \"{}\"", "x".repeat(LONGEST_KEEPER + 1))),
            (&["--contact", "Rosa"], ""),
            (&["--contact", "http://example.org"], ""),
            (&["--contact", "https://rosa@example.org"], ""),
            (&["--contact", "javascript:alert(1)"], ""),
            (&["--contact", "rosa@example.org?subject=x"], ""),
            (&["--contact", "Rosa <rosa@example.org>"], ""),
            (&[], "[secrets]\nsmtp_username = \"ana\""),
            (&["--files-url", "https://x.org"], ""),
            (&["--limits", "/no/such/file"], ""),
        ] {
            let said = decided(args, file).expect_err("it is wrong").to_string();
            assert!(!said.contains('\n') && said.len() > 20, "{said}");
        }
    }

    #[test]
    fn a_mail_server_is_said_as_an_address_and_is_kept_from_being_read_along_unless_it_is_said_otherwise() {
        for (typed, host, port, secured) in [
            ("smtps://mail.example.org", "mail.example.org", 465, Secured::Whole),
            ("smtp://mail.example.org", "mail.example.org", 587, Secured::Begun),
            ("smtp://mail.example.org:2525?tls=required", "mail.example.org", 2525, Secured::Begun),
            ("smtp://127.0.0.1?tls=none", "127.0.0.1", 25, Secured::Not),
            ("smtp://[::1]:26?tls=none", "::1", 26, Secured::Not),
        ] {
            let settings = decided(&["--smtp-url", typed], "").expect("decided");
            assert_eq!(settings.smtp, Some(Smtp { host: host.to_owned(), port, secured }), "{typed}");
        }
        let settings = decided(&["--public-url", "https://hub.example"], "").expect("decided");
        assert_eq!((settings.smtp, settings.mail_from.as_str()), (None, "AI Collective <no-reply@hub.example>"));
    }

    #[test]
    fn who_runs_the_hub_is_a_name_and_an_address_of_mail_or_the_web_and_nothing_unless_they_say_so() {
        let settings = decided(&["--contact", "help@example.org"], "run_by = \"Rosa Field, Leeds\"").expect("decided");
        assert_eq!(settings.keeper.name.as_deref(), Some("Rosa Field, Leeds"));
        let mail = settings.keeper.contact.expect("a contact");
        assert_eq!((mail.href().as_str(), mail.to_string().as_str()), ("mailto:help@example.org", "help@example.org"));
        let page = decided(&[], "contact = \"https://example.org/contact/\"").expect("decided").keeper.contact.expect("a contact");
        assert_eq!((page.href().as_str(), page.to_string().as_str()), ("https://example.org/contact/", "example.org/contact"));
        assert_eq!(decided(&[], "").expect("decided").keeper, Keeper::default());
    }

    #[test]
    fn a_password_in_the_database_url_is_not_shown() {
        let settings = decided(&["--database-url", "postgres://ana:secret@db/x"], "").expect("decided");
        assert!(!settings.database_shown().contains("secret"));
        assert!(!format!("{:?}", settings.secrets).contains("environment"));
    }
}

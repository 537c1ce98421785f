//! The policy vocabulary (design section 3): actions, their groups, what they act on, and what a condition may read.

/// What an action acts on: the Cedar type of `resource`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ResourceType {
    /// `Net::Host`, a host name or IP literal; in its parent domains.
    NetHost,
    /// `Net::Address`, a socket address.
    NetAddress,
    /// `Fs::Path`, an absolute path in the agent's view; in its parent directories.
    FsPath,
    /// `Env::Var`, an environment variable's name.
    EnvVar,
    /// `Config::Key`, a configuration key.
    ConfigKey,
    /// `Kv::Bucket`, a key-value store.
    KvBucket,
    /// `Blob::Container`, a container of objects.
    BlobContainer,
    /// `Msg::Topic`, a topic or channel.
    MsgTopic,
    /// `Wit::Interface`, an interface or plain import or export by its unversioned name; in its `Wit::Package`. The only one known when
    /// linking.
    WitInterface,
}

impl ResourceType {
    /// Every resource type, in the order of the shipped schema.
    pub const ALL: [Self; 9] = [
        Self::NetHost,
        Self::NetAddress,
        Self::FsPath,
        Self::EnvVar,
        Self::ConfigKey,
        Self::KvBucket,
        Self::BlobContainer,
        Self::MsgTopic,
        Self::WitInterface,
    ];

    /// The type's name in Cedar.
    pub fn cedar_name(self) -> &'static str {
        match self {
            Self::NetHost => "Net::Host",
            Self::NetAddress => "Net::Address",
            Self::FsPath => "Fs::Path",
            Self::EnvVar => "Env::Var",
            Self::ConfigKey => "Config::Key",
            Self::KvBucket => "Kv::Bucket",
            Self::BlobContainer => "Blob::Container",
            Self::MsgTopic => "Msg::Topic",
            Self::WitInterface => "Wit::Interface",
        }
    }
}

/// One action of the shipped vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its id, `group:verb`, such as `http:request`; `export` has no verb.
    pub id: &'static str,
    /// What it acts on.
    pub resource: ResourceType,
    /// Context attributes: name (a `?` at the end makes it optional) and Cedar type.
    pub context: &'static [(&'static str, &'static str)],
    /// What it lets the agent do, one sentence, for the schema and for reports.
    pub doc: &'static str,
}

impl Action {
    /// The group that the action is in: what stands before the colon.
    pub fn group(&self) -> Option<&'static str> {
        self.id.split_once(':').map(|(group, _)| group)
    }

    /// Finds an action by id.
    pub fn find(id: &str) -> Option<&'static Self> {
        ACTIONS.iter().find(|action| action.id == id)
    }
}

const fn action(id: &'static str, resource: ResourceType, context: &'static [(&'static str, &'static str)], doc: &'static str) -> Action {
    Action { id, resource, context, doc }
}

/// Every action of the shipped vocabulary, in the order of design section 3.
pub const ACTIONS: &[Action] = {
    use ResourceType::*;
    const HTTP: &[(&str, &str)] = &[("scheme", "String"), ("port", "Long"), ("method", "String"), ("path", "String"), ("query?", "String")];
    const ADDRESS: &[(&str, &str)] = &[("ip", "ipaddr"), ("port", "Long"), ("protocol", "String")];
    const KEY: &[(&str, &str)] = &[("key?", "String")];
    const OBJECT: &[(&str, &str)] = &[("object?", "String")];
    const LOG: &[(&str, &str)] = &[("level", "String"), ("target", "String")];
    &[
        action("http:request", NetHost, HTTP, "send an HTTP request to a host"),
        action("fs:read", FsPath, &[], "read a file's content"),
        action("fs:write", FsPath, &[], "write a file's content at any offset, truncate it, or change its times"),
        action("fs:append", FsPath, &[], "add to the end of a file"),
        action("fs:create", FsPath, &[], "create a file or directory"),
        action("fs:delete", FsPath, &[], "remove a file or directory"),
        action("fs:list", FsPath, &[], "list a directory"),
        action("fs:stat", FsPath, &[], "see that a path exists, its type, size and times"),
        action("fs:link", FsPath, &[], "create or read a hard or symbolic link"),
        action("net:connect", NetAddress, ADDRESS, "open a connection to an address"),
        action("net:bind", NetAddress, ADDRESS, "bind a socket to a local address"),
        action("net:listen", NetAddress, ADDRESS, "accept connections on a local address"),
        action("net:send", NetAddress, ADDRESS, "send a datagram to an address"),
        action("net:resolve", NetHost, &[], "look a host name up in DNS"),
        action("env:read", EnvVar, &[], "read an environment variable"),
        action("cli:args", WitInterface, &[], "read the command-line arguments"),
        action("cli:cwd", WitInterface, &[], "read the initial working directory"),
        action("cli:stdin", WitInterface, &[], "read standard input"),
        action("cli:stdout", WitInterface, &[], "write to standard output"),
        action("cli:stderr", WitInterface, &[], "write to standard error"),
        action("cli:terminal", WitInterface, &[], "see whether a standard stream is a terminal"),
        action("cli:exit", WitInterface, &[], "end the process"),
        action("clock:wall", WitInterface, &[], "read the time of day and the time zone"),
        action("clock:monotonic", WitInterface, &[], "measure elapsed time and wait"),
        action("random:secure", WitInterface, &[], "draw cryptographically secure random bytes"),
        action("random:insecure", WitInterface, &[], "draw random bytes that are no secret"),
        action("config:read", ConfigKey, &[], "read a configuration value"),
        action("kv:read", KvBucket, KEY, "read a key's value, or see that it exists"),
        action("kv:write", KvBucket, KEY, "set a key's value"),
        action("kv:delete", KvBucket, KEY, "remove a key"),
        action("kv:list", KvBucket, KEY, "list a bucket's keys"),
        action("kv:increment", KvBucket, KEY, "add to a number under a key and read the sum"),
        action("kv:swap", KvBucket, KEY, "compare and swap a key's value"),
        action("blob:read", BlobContainer, OBJECT, "read an object or its metadata"),
        action("blob:write", BlobContainer, OBJECT, "write an object"),
        action("blob:delete", BlobContainer, OBJECT, "remove an object"),
        action("blob:list", BlobContainer, OBJECT, "list a container's objects"),
        action("blob:admin", BlobContainer, OBJECT, "create, clear or remove a container"),
        action("msg:publish", MsgTopic, &[], "send a message to a topic"),
        action("msg:request", MsgTopic, &[], "send a message to a topic and wait for replies"),
        action("log:write", WitInterface, LOG, "write a log record"),
        action("export", WitInterface, &[], "be called by the host through an export"),
    ]
};

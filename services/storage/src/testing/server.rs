//! One PostgreSQL server for all test processes of a user, started by the first that needs it and
//! stopped soon after the last has ended.
//!
//! Every process holds a shared lock on a file for its whole life, which the system gives back
//! however the process ends. A small watcher tries for the exclusive lock; when it gets it, nobody
//! is left, and it stops the server while newcomers wait at the lock. A server always starts with a
//! fresh data folder, so nothing of an interrupted run is left.

use std::{
    fs::{self, File},
    io,
    os::unix::{fs::MetadataExt as _, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::OnceLock,
};

use super::binaries::{Binaries, run};

/// The superuser of the server; it is reached by a socket only, without a password.
const USER: &str = "yituan";

/// Fast rather than safe: the data are thrown away.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off \
    -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB -c max_wal_size=128MB \
    -c wal_level=minimal -c max_wal_senders=0";

/// Stops the server once nobody holds the lock. `flock` ends with 75 when somebody does. The pauses
/// let a run of many short processes use one server.
const WATCHER: &str = r#"
while sleep 5; do
    flock --nonblock --conflict-exit-code 75 "$1" "$2" stop -D "$3" -m immediate -w
    [ $? -eq 75 ] || exit
done
"#;

/// The server that this process uses.
#[derive(Debug)]
pub(super) struct Server {
    binaries: Binaries,
    folder: PathBuf,
    /// Held until the process ends.
    _in_use: File,
}

impl Server {
    /// The server, started when it is not running.
    ///
    /// # Panics
    /// When it cannot be started; the text says why.
    pub(super) fn shared() -> &'static Self {
        static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
        let server = SERVER.get_or_init(|| Self::join().map_err(|error| error.to_string()));
        server.as_ref().unwrap_or_else(|error| panic!("no PostgreSQL for tests: {error}"))
    }

    fn join() -> io::Result<Self> {
        let folder = own_folder()?;
        let binaries = Binaries::find(&folder)?;
        let in_use = File::create(folder.join("in-use.lock"))?;
        in_use.lock_shared()?;
        let server = Self { binaries, folder, _in_use: in_use };
        let starting = File::create(server.folder.join("starting.lock"))?;
        starting.lock()?;
        if !server.is_running()? {
            server.start()?;
            server.watch()?;
        }
        Ok(server)
    }

    /// The URL of a database of the server.
    pub(super) fn url(&self, database: &str) -> String {
        let socket = self.socket_folder();
        format!("postgres://{USER}@{}/{database}", percent_encoded(&socket.to_string_lossy()))
    }

    /// Drops a database, whoever is connected to it.
    pub(super) fn drop_database(&self, name: &str) -> io::Result<()> {
        let mut command = self.binaries.command("dropdb");
        command.arg("--force").arg("--if-exists").arg("--username").arg(USER);
        command.arg("--host").arg(self.socket_folder()).arg(name);
        let status = command.status()?;
        if status.success() { Ok(()) } else { Err(io::Error::other(format!("dropdb: {status}"))) }
    }

    fn is_running(&self) -> io::Result<bool> {
        let mut command = self.binaries.command("pg_ctl");
        Ok(command.arg("status").arg("-D").arg(self.data_folder()).status()?.success())
    }

    fn start(&self) -> io::Result<()> {
        let (data, socket, logs) =
            (self.data_folder(), self.socket_folder(), self.folder.join("logs"));
        self.discard(&[&data, &socket, &logs])?;
        for folder in [&data, &socket, &logs] {
            fs::create_dir(folder)?;
            self.binaries.hand_over(folder)?;
        }
        let mut initdb = self.binaries.command("initdb");
        initdb.arg("--pgdata").arg(&data).arg("--username").arg(USER);
        initdb.args(["--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]);
        run(&mut initdb, &self.folder.join("initdb.log"))?;

        let mut pg_ctl = self.binaries.command("pg_ctl");
        pg_ctl.arg("start").arg("-w").arg("-D").arg(&data).arg("-l").arg(logs.join("server.log"));
        pg_ctl.arg("-o").arg(format!("-k {} {SETTINGS}", socket.display()));
        run(&mut pg_ctl, &self.folder.join("start.log"))
    }

    /// Moves the folders of an earlier server away, and deletes them in the background: some disks
    /// take minutes for it, and nobody needs to wait.
    fn discard(&self, folders: &[&Path]) -> io::Result<()> {
        let old = tempfile::Builder::new().prefix("old-").tempdir_in(&self.folder)?.keep();
        for folder in folders.iter().filter(|folder| folder.exists()) {
            let name = folder.file_name().unwrap_or_default();
            fs::rename(folder, old.join(name))?;
        }
        let mut remove = Command::new("rm");
        remove.arg("-rf").arg(old).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        remove.process_group(0).spawn().map(drop)
    }

    fn watch(&self) -> io::Result<()> {
        let mut watcher: Command = self.binaries.system_command("sh");
        watcher.args(["-c", WATCHER, "watcher"]);
        watcher.arg(self.folder.join("in-use.lock"));
        watcher.arg(self.binaries.path_of("pg_ctl"));
        watcher.arg(self.data_folder());
        // In a group of its own it outlives the terminal's Ctrl-C, which the tests do not.
        watcher.process_group(0).spawn().map(drop)
    }

    fn data_folder(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn socket_folder(&self) -> PathBuf {
        self.folder.join("socket")
    }
}

/// A folder of this user, short enough for the path of a socket.
fn own_folder() -> io::Result<PathBuf> {
    let uid = tempfile::tempfile()?.metadata()?.uid();
    let folder = std::env::temp_dir().join(format!("yituan-test-postgres-{uid}"));
    match fs::create_dir(&folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    if fs::metadata(&folder)?.uid() == uid {
        Ok(folder)
    } else {
        Err(io::Error::other(format!("{} belongs to another user", folder.display())))
    }
}

/// A path as the host of a URL.
fn percent_encoded(path: &str) -> String {
    path.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_host() {
        assert_eq!(percent_encoded("/run/a b/s_1"), "%2Frun%2Fa%20b%2Fs_1");
    }

    #[test]
    fn the_folder_is_short_enough_for_a_socket() {
        let folder = own_folder().expect("the temporary folder can be written");
        let socket = folder.join("socket/.s.PGSQL.5432");
        assert!(socket.as_os_str().len() < 100, "{}", socket.display());
    }
}

//! Finds PostgreSQL's server binaries and runs them, as another user where that is needed: the
//! server refuses to run as root.

use std::{
    fs, io,
    os::unix::{
        fs::{MetadataExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Users to run the server as, in place of root.
const UNPRIVILEGED: &[&str] = &["postgres", "nobody"];

/// Where Debian keeps the binaries, one folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// The binaries of one version, and the user that they run as.
#[derive(Debug)]
pub(super) struct Binaries {
    folder: PathBuf,
    user: Option<User>,
}

#[derive(Debug, Clone, Copy)]
struct User {
    uid: u32,
    gid: u32,
}

impl Binaries {
    /// Looks in `PATH`, then in Debian's folders, newest version first. `folder` belongs to the
    /// user who runs the tests.
    pub(super) fn find(folder: &Path) -> io::Result<Self> {
        let found = in_path().or_else(in_debian_folders).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::NotFound,
                "PostgreSQL's `initdb` is neither in PATH nor below /usr/lib/postgresql; \
                 `tests/run` installs it",
            )
        })?;
        let is_root = fs::metadata(folder)?.uid() == 0;
        let user = if is_root { Some(unprivileged_user()?) } else { None };
        Ok(Self { folder: found, user })
    }

    /// Gives a folder to the user who runs the server.
    pub(super) fn hand_over(&self, folder: &Path) -> io::Result<()> {
        match self.user {
            Some(user) => chown(folder, Some(user.uid), Some(user.gid)),
            None => Ok(()),
        }
    }

    /// A command of this version, with nothing attached to it.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = Command::new(self.folder.join(name));
        self.detach(&mut command);
        command
    }

    /// A command of the system, run as the same user.
    pub(super) fn system_command(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        self.detach(&mut command);
        command
    }

    pub(super) fn path_of(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn detach(&self, command: &mut Command) {
        // An inherited pipe would keep whoever reads the tests' output waiting.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
        if let Some(user) = self.user {
            command.uid(user.uid).gid(user.gid);
        }
    }
}

/// Runs a command to its end; its log says why it failed.
pub(super) fn run(command: &mut Command, log: &Path) -> io::Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let file = fs::File::create(log)?;
    let status = command.stdout(file.try_clone()?).stderr(file).status()?;
    if status.success() {
        return Ok(());
    }
    let text = fs::read_to_string(log).unwrap_or_default();
    Err(io::Error::other(format!("{name} failed ({status}):\n{text}")))
}

fn in_path() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).find(|folder| folder.join("initdb").is_file())
}

fn in_debian_folders() -> Option<PathBuf> {
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    fs::read_dir(DEBIAN)
        .ok()?
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|folder| folder.join("bin/initdb").is_file())
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
}

fn unprivileged_user() -> io::Result<User> {
    let users = fs::read_to_string("/etc/passwd")?;
    UNPRIVILEGED.iter().find_map(|name| user_in(&users, name)).ok_or_else(|| {
        io::Error::other("PostgreSQL does not run as root, and there is no user `nobody`")
    })
}

/// Finds `name:password:uid:gid:…`.
fn user_in(users: &str, name: &str) -> Option<User> {
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        Some(User { uid: fields.nth(1)?.parse().ok()?, gid: fields.next()?.parse().ok()? })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_name() {
        let users = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:/bin/false\n";
        let user = user_in(users, "nobody").expect("a user of this name");
        assert_eq!((user.uid, user.gid), (65_534, 65_533));
        assert!(user_in(users, "nob").is_none());
    }
}

//! A server that asks who the client is: its certificate, its key, and what is wrong with them.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use super::{Ran, ask_in};
use crate::support::{python, skip};

/// Makes an authority, a certificate of the server and two of clients.
const CERTIFICATES: &str = r#"
set -e
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"; }
key ca && openssl req -x509 -new -key ca.key -out ca.pem -subj /CN=ca -days 2
for name in server client other; do
  key $name
  openssl req -new -key $name.key -out $name.csr -subj /CN=$name
  printf 'subjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n' > $name.ext
  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile $name.ext -out $name.pem
done
cat client.pem client.key > both.pem
openssl pkcs8 -topk8 -in client.key -passout pass:geheim -out locked.key
"#;

/// Answers every query with one series, over TLS, to whom the authority knows.
const SERVER: &str = r#"
import http.server, ssl
class Answer(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1000,"1"]]}]}}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.key")
context.load_verify_locations("ca.pem")
context.verify_mode = ssl.CERT_REQUIRED
server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
"#;

/// Ends with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Begins the server in a folder with the certificates; nothing where a program is missing.
fn server(folder: &Path) -> Option<(Server, String)> {
    let made = Command::new("sh").args(["-c", CERTIFICATES]).current_dir(folder).output();
    if !made.as_ref().is_ok_and(|made| made.status.success()) {
        skip(&format!("openssl made no certificates: {made:?}"));
        return None;
    }
    let mut command = python("ssl")?;
    let mut child = command.args(["-c", SERVER]).current_dir(folder).stdout(Stdio::piped()).spawn().unwrap();
    let mut port = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut port).unwrap();
    Some((Server(child), format!("https://127.0.0.1:{}", port.trim())))
}

fn fetched(folder: &Path, url: &str, args: &[&str]) -> Ran {
    let time = ["--start", "1970-01-01T00:16:40Z", "--end", "1970-01-01T00:17:40Z", "--query", "a=b"];
    let _ = std::fs::remove_file(folder.join("prom.json"));
    ask_in(folder, url, &[&time[..], &["--ca", "ca.pem"], args].concat(), &[])
}

#[test]
fn a_server_may_ask_who_the_client_is() {
    let folder = tempfile::tempdir().unwrap();
    let Some((_server, url)) = server(folder.path()) else { return };
    let ran = |args: &[&str]| fetched(folder.path(), &url, args);
    for known in
        [&["--client-cert", "client.pem", "--client-key", "client.key"][..], &["--client-cert", "both.pem"]]
    {
        let ran = ran(known);
        assert_eq!(ran.code, Some(0), "{known:?}: {}", ran.err);
        assert!(ran.bundle.is_some());
    }
    let anonymous = ran(&[]);
    assert_eq!((anonymous.code, anonymous.bundle), (Some(2), None), "{}", anonymous.out);
    // Which of the server's last words is still read depends on the system.
    assert!(
        anonymous.err.contains("--client-cert") || anonymous.err.contains("connection"),
        "{}",
        anonymous.err
    );
    let table = [
        (&["--client-cert", "client.pem", "--client-key", "other.key"][..], "do not go together"),
        (&["--client-cert", "client.pem"], "--client-key: no private key in this file"),
        (&["--client-cert", "client.key"], "--client-cert: no certificate in this file"),
        (&["--client-cert", "client.pem", "--client-key", "locked.key"], "the key is encrypted"),
        (&["--client-cert", "client.pem", "--client-key", "ca.pem"], "no private key in this file"),
        (&["--client-cert", "nowhere.pem"], "nowhere.pem"),
        (&["--client-key", "client.key"], "--client-cert"),
    ];
    for (args, expected) in table {
        let ran = ran(args);
        assert_eq!(ran.code, Some(2), "{args:?}: {}", ran.err);
        assert!(ran.err.contains(expected), "{args:?}: {}", ran.err);
        assert!(
            !ran.err.contains("panicked") && !ran.err.contains("BEGIN PRIVATE KEY-----\n"),
            "{}",
            ran.err
        );
    }
}

# A template: `fill` puts in version, repository and checksums of a release.
class Perfreport < Formula
  desc "Turns the files a load test leaves behind into a decision and a document"
  homepage "@REPOSITORY@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/perfreport-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256 perfreport-aarch64-apple-darwin.tar.gz@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/perfreport-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256 perfreport-x86_64-apple-darwin.tar.gz@"
    end
  end

  on_linux do
    on_arm do
      url "@REPOSITORY@/releases/download/v@VERSION@/perfreport-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256 perfreport-aarch64-unknown-linux-musl.tar.gz@"
    end
    on_intel do
      url "@REPOSITORY@/releases/download/v@VERSION@/perfreport-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256 perfreport-x86_64-unknown-linux-musl.tar.gz@"
    end
  end

  def install
    bin.install "perfreport"
    generate_completions_from_executable(bin/"perfreport", "completions")
    (man1/"perfreport.1").write Utils.safe_popen_read(bin/"perfreport", "man")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/perfreport --version")
  end
end

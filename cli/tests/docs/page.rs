//! A page of documentation, taken apart into its fenced blocks and links.

use std::fs;
use std::path::{Path, PathBuf};

/// One Markdown file.
pub(crate) struct Page {
    /// Its path below the top of the repository.
    pub(crate) name: String,
    pub(crate) blocks: Vec<Block>,
    path: PathBuf,
    text: String,
}

/// A fenced block, and what the comments before it ask for.
#[derive(Default)]
pub(crate) struct Block {
    /// The line of its fence.
    pub(crate) line: usize,
    pub(crate) language: String,
    pub(crate) text: String,
    pub(crate) before: Vec<String>,
    pub(crate) file: Option<String>,
    pub(crate) only_shown: Option<String>,
}

impl Page {
    /// Every page: those at the top and those under `docs/`.
    pub(crate) fn all(root: &Path) -> Vec<Self> {
        let mut paths: Vec<PathBuf> = [root.to_owned(), root.join("docs")]
            .iter()
            .flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .collect();
        paths.sort();
        paths.into_iter().map(|path| Self::read(root, path)).collect()
    }

    fn read(root: &Path, path: PathBuf) -> Self {
        let name = path.strip_prefix(root).unwrap().display().to_string();
        let text = fs::read_to_string(&path).unwrap();
        let blocks = blocks(&text);
        Self { name, blocks, path, text }
    }

    /// Links to files that are not there, each with its line.
    pub(crate) fn broken_links(&self) -> Vec<String> {
        let folder = self.path.parent().unwrap();
        let lines = self.text.lines().enumerate();
        lines
            .flat_map(|(index, line)| links(line).map(move |link| (index + 1, link)))
            .filter(|(_, link)| !link.contains("://") && !link.starts_with('#'))
            .filter(|(_, link)| !folder.join(link.split('#').next().unwrap()).exists())
            .map(|(line, link)| format!("{}:{line}: `{link}` leads nowhere", self.name))
            .collect()
    }
}

/// What stands in the parentheses of `[text](link)`, code aside.
fn links(line: &str) -> impl Iterator<Item = String> {
    let prose: String = line.split('`').step_by(2).collect();
    let links: Vec<String> = prose
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next().map(str::to_owned))
        .collect();
    links.into_iter()
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut next = Block::default();
    let mut lines = text.lines().enumerate();
    while let Some((index, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            next.text = inside.map(|line| format!("{line}\n")).collect();
            next.line = index + 1;
            next.language = language.to_owned();
            blocks.push(std::mem::take(&mut next));
        } else if let Some(comment) =
            line.strip_prefix("<!-- ").and_then(|line| line.strip_suffix(" -->"))
        {
            directive(&mut next, comment, index + 1);
        }
    }
    blocks
}

fn directive(block: &mut Block, comment: &str, line: usize) {
    match comment.split_once(": ") {
        Some(("before", command)) => block.before.push(command.to_owned()),
        Some(("file", path)) => block.file = Some(path.to_owned()),
        Some(("only shown", reason)) => block.only_shown = Some(reason.to_owned()),
        // What a generator or another test finds its place by.
        _ if comment.starts_with("@generated") || !comment.contains(": ") => {}
        _ => panic!("line {line}: a comment that nobody acts on: {comment}"),
    }
}

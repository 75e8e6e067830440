//===- Project.cpp - The project a file belongs to ------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Project.h"
#include "plue/Support/File.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace plue;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

static llvm::SmallString<256> absolute(llvm::StringRef file) {
  llvm::SmallString<256> result(file);
  fs::make_absolute(result);
  path::remove_dots(result, /*remove_dot_dot=*/true);
  return result;
}

static bool has(llvm::StringRef folder, llvm::StringRef name) {
  llvm::SmallString<256> entry(folder);
  path::append(entry, name);
  return fs::exists(entry);
}

static std::string findRoot(llvm::StringRef file) {
  llvm::SmallString<256> here = absolute(file);
  path::remove_filename(here);
  llvm::StringRef own = here;
  for (llvm::StringRef dir = own; !dir.empty(); dir = path::parent_path(dir))
    if (has(dir, ".plue") || has(dir, ".git"))
      return dir.str();
  return own.str();
}

Project plue::findProject(llvm::StringRef file, llvm::StringRef root,
                          SourceManager &sources, DiagnosticEngine &diags) {
  Project project;
  project.root = root.empty() ? findRoot(file) : absolute(root).str().str();

  llvm::SmallString<256> config(project.root);
  path::append(config, ProjectConfig::path);
  if (!fs::exists(config))
    return project;
  constexpr uint64_t maxConfigBytes = 1 << 20;
  auto text = readFile(config, maxConfigBytes);
  if (!text) {
    diags.report({}, diag::file_unreadable, config.str(),
                 llvm::toString(text.takeError()));
    return project;
  }
  FileId id = sources.add(config.str().str(), std::move(*text));
  auto loaded = loadProjectConfig(id, sources, diags);
  if (succeeded(loaded))
    project.config = std::move(*loaded);
  return project;
}

std::string plue::projectPath(const Project &project, llvm::StringRef file) {
  if (file == "-")
    return "stdin";
  llvm::SmallString<256> here = absolute(file);
  llvm::StringRef relative = here;
  llvm::StringRef root = llvm::StringRef(project.root).rtrim('/');
  if (relative.consume_front(root) && relative.consume_front("/"))
    return relative.str();
  return path::filename(file).str();
}

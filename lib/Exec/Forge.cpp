//===- Forge.cpp - Where comments and reviews go --------------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "Forge.h"
#include "plue/Sandbox/FileDescriptor.h"
#include "plue/Support/Result.h"
#include <cerrno>
#include <fcntl.h>

using namespace plue;
using namespace plue::exec;

Forge::~Forge() = default;

namespace {
class RecordingForge : public Forge {
public:
  RecordingForge(std::string path, const llvm::json::Object &event,
                 const Masker &masker)
      : path(std::move(path)), event(event), masker(masker) {}

  llvm::Expected<std::string> act(const ForgeAction &action) override;

private:
  llvm::json::Object describe(const ForgeAction &action) const;

  std::string path;
  const llvm::json::Object &event;
  const Masker &masker;
  sandbox::FileDescriptor file;
};
} // namespace

llvm::json::Object RecordingForge::describe(const ForgeAction &action) const {
  llvm::json::Object json{{"action", ir::spelling(action.kind)},
                          {"step", action.step},
                          {"name", action.name}};
  if (const llvm::json::Value *repository = event.get("repository"))
    json["repository"] = *repository;
  json["number"] = action.number ? llvm::json::Value(*action.number)
                                 : llvm::json::Value(nullptr);
  if (action.path)
    json["path"] = *action.path;
  if (action.line)
    json["line"] = *action.line;
  if (action.body)
    json["body"] = *action.body;
  return json;
}

llvm::Expected<std::string> RecordingForge::act(const ForgeAction &action) {
  if (!file)
    file = sandbox::FileDescriptor(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!file)
    return makeSystemError(errno, "cannot write `" + path + "`");
  std::string line =
      llvm::formatv("{0}\n", masker.maskJson(describe(action))).str();
  PLUE_TRY(sandbox::writeAll(file.get(), line));
  std::string target = action.number
                           ? llvm::formatv("#{0}", *action.number).str()
                           : "no pull request or issue";
  return "recorded in " + path + ", for " + target;
}

std::unique_ptr<Forge>
exec::createRecordingForge(std::string path, const llvm::json::Object &event,
                           const Masker &masker) {
  return std::make_unique<RecordingForge>(std::move(path), event, masker);
}

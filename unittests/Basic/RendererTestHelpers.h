//===- RendererTestHelpers.h - Building what is to be rendered ------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#ifndef PLUE_UNITTESTS_BASIC_RENDERERTESTHELPERS_H
#define PLUE_UNITTESTS_BASIC_RENDERERTESTHELPERS_H

#include "plue/Basic/DiagnosticRenderer.h"
#include "gtest/gtest.h"

namespace plue {

/// A file, an engine, and the rendering of what the test reports.
class RendererTest : public testing::Test {
protected:
  FileId add(std::string text, std::string path = "ci.py") {
    return file = sources.add(std::move(path), std::move(text));
  }

  SourceRange range(uint32_t begin, uint32_t end) const {
    return {.file = file, .begin = begin, .end = end};
  }

  /// The range of the \p nth (from 0) occurrence of \p needle in the file.
  SourceRange rangeOf(llvm::StringRef needle, unsigned nth = 0) const {
    size_t at = sources.text(file).find(needle);
    for (; nth > 0; --nth)
      at = sources.text(file).find(needle, at + 1);
    return range(at, at + needle.size());
  }

  /// Reports an error whose text is \p message.
  DiagnosticBuilder error(SourceRange range, llvm::StringRef message) {
    return engine.report(range, diag::config_malformed, message);
  }

  std::string rendered(RenderOptions options = {}) const {
    std::string result;
    llvm::raw_string_ostream os(result);
    render(engine, sources, options, os);
    return result;
  }

  SourceManager sources;
  DiagnosticEngine engine{/*limit=*/10};
  FileId file;
};

} // namespace plue

#endif // PLUE_UNITTESTS_BASIC_RENDERERTESTHELPERS_H

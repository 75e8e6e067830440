//===- EventLoop.cpp - Waiting for everything at once ---------------------===//
//
// Part of plue, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
#include "EventLoop.h"
#include "plue/Support/Result.h"
#include <algorithm>
#include <cerrno>
#include <climits>
#include <ctime>
#include <sys/epoll.h>
#include <sys/signalfd.h>

using namespace plue;
using namespace plue::exec;
using sandbox::FileDescriptor;

static constexpr uint64_t SignalToken = ~0ULL;

uint64_t exec::monotonicMs() {
  struct timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return uint64_t(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

EventLoop::~EventLoop() {
  if (isOpen)
    ::sigprocmask(SIG_SETMASK, &before, nullptr);
}

llvm::Error EventLoop::open() {
  sigset_t handled;
  ::sigemptyset(&handled);
  for (int signal : {SIGCHLD, SIGINT, SIGTERM, SIGHUP, SIGWINCH})
    ::sigaddset(&handled, signal);
  ::sigprocmask(SIG_BLOCK, &handled, &before);
  isOpen = true;
  // A child that ends must be waited for, whatever we have inherited.
  ::signal(SIGCHLD, SIG_DFL);
  ::signal(SIGPIPE, SIG_IGN);
  epoll = FileDescriptor(::epoll_create1(EPOLL_CLOEXEC));
  signals =
      FileDescriptor(::signalfd(-1, &handled, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!epoll || !signals)
    return makeSystemError(errno, "cannot wait for events");
  return watch(signals.get(), SignalToken);
}

llvm::Error EventLoop::watch(int fd, uint64_t token) {
  struct epoll_event event = {};
  event.events = EPOLLIN;
  event.data.u64 = token;
  if (::epoll_ctl(epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
    return makeSystemError(errno, "cannot wait for output");
  return llvm::Error::success();
}

void EventLoop::unwatch(int fd) {
  ::epoll_ctl(epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
}

void EventLoop::readSignals(Wake &wake) {
  struct signalfd_siginfo infos[8];
  ssize_t got;
  while ((got = ::read(signals.get(), infos, sizeof(infos))) > 0)
    for (size_t i = 0; i != got / sizeof(infos[0]); ++i) {
      int signal = static_cast<int>(infos[i].ssi_signo);
      if (signal == SIGCHLD)
        wake.childEnded = true;
      else if (signal == SIGWINCH)
        wake.windowResized = true;
      else
        wake.stops.push_back(signal);
    }
}

llvm::Expected<EventLoop::Wake>
EventLoop::wait(std::optional<uint64_t> timeoutMs) {
  int timeout = timeoutMs ? int(std::min<uint64_t>(*timeoutMs, INT_MAX)) : -1;
  struct epoll_event events[32];
  int count = ::epoll_wait(epoll.get(), events, 32, timeout);
  if (count < 0 && errno != EINTR)
    return makeSystemError(errno, "cannot wait for events");
  Wake wake;
  for (int i = 0; i < count; ++i) {
    if (events[i].data.u64 == SignalToken)
      readSignals(wake);
    else
      wake.readable.push_back(events[i].data.u64);
  }
  return wake;
}

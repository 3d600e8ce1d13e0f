// The kernels of the GAP Benchmark Suite in one process that runs them on demand, so that another process can
// take turns with them. Built against a checkout: g++ -I GAPBS/src driver.cc. Argument: a file of edges as
// benchmarks/peers/edges.mjs writes it. Each line of standard input is "kernel threads answer delta", where answer is
// a file for the result as float64 values or "-"; each is answered by one line of JSON with its times in ms.
#include <time.h>

#include <algorithm>
#include <cinttypes>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <queue>
#include <random>
#include <sstream>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <omp.h>

#include "benchmark.h"
#include "bitmap.h"
#include "builder.h"
#include "command_line.h"
#include "graph.h"
#include "platform_atomics.h"
#include "pvector.h"
#include "sliding_queue.h"
#include "timer.h"

// Each program of the suite brings a main and names of its own.
#define main suite_main
namespace breadth_first {
#include "bfs.cc"
}
namespace components {
#include "cc.cc"
}
namespace ranks {
#include "pr.cc"
}
namespace paths {
#include "sssp.cc"
}
namespace counting {
#include "tc.cc"
}
#undef main

namespace {

struct Edges {
  uint32_t node_count, edge_count, source;
  std::vector<uint32_t> sources, targets;
  std::vector<int32_t> weights;
};

Edges ReadEdges(const char *path) {
  FILE *file = std::fopen(path, "rb");
  uint32_t header[5];
  Edges edges;
  auto read = [&](void *to, size_t count) {
    if (file == nullptr || std::fread(to, 4, count, file) != count) {
      std::fprintf(stderr, "%s: expected a file of edges\n", path);
      std::exit(1);
    }
  };
  read(header, 5);
  edges.node_count = header[0];
  edges.edge_count = header[1];
  edges.source = header[2];
  edges.sources.resize(edges.edge_count);
  edges.targets.resize(edges.edge_count);
  edges.weights.resize(edges.edge_count);
  read(edges.sources.data(), edges.edge_count);
  read(edges.targets.data(), edges.edge_count);
  read(edges.weights.data(), edges.edge_count);
  std::fclose(file);
  return edges;
}

// The suite takes the number of nodes from the largest id; a loop at the last node, which it removes, states it.
Graph Build(const CLBase &cli, const Edges &edges) {
  pvector<EdgePair<NodeID>> list(edges.edge_count + 1);
  for (uint32_t i = 0; i < edges.edge_count; i++)
    list[i] = EdgePair<NodeID>(edges.sources[i], edges.targets[i]);
  list[edges.edge_count] = EdgePair<NodeID>(edges.node_count - 1, edges.node_count - 1);
  Builder builder(cli);
  Graph graph = builder.MakeGraphFromEL(list);
  return builder.SquishGraph(graph);
}

// InsertWeights of the suite's builder would draw weights of its own, so that the lists are made here.
WGraph BuildWeighted(const Edges &edges) {
  int64_t node_count = edges.node_count;
  pvector<SGOffset> offsets(node_count + 1, 0);
  for (uint32_t i = 0; i < edges.edge_count; i++) {
    offsets[edges.sources[i]]++;
    offsets[edges.targets[i]]++;
  }
  SGOffset sum = 0;
  for (int64_t u = 0; u <= node_count; u++) {
    SGOffset degree = u < node_count ? offsets[u] : 0;
    offsets[u] = sum;
    sum += degree;
  }
  WNode *ends = new WNode[sum];
  pvector<SGOffset> cursors(offsets.begin(), offsets.end());
  for (uint32_t i = 0; i < edges.edge_count; i++) {
    ends[cursors[edges.sources[i]]++] = WNode(edges.targets[i], edges.weights[i]);
    ends[cursors[edges.targets[i]]++] = WNode(edges.sources[i], edges.weights[i]);
  }
  for (int64_t u = 0; u < node_count; u++) std::sort(ends + offsets[u], ends + offsets[u + 1]);
  return WGraph(node_count, WGraph::GenIndex(offsets, ends), ends);
}

void WriteAnswer(const std::string &path, const std::vector<double> &values) {
  if (path == "-") return;
  FILE *file = std::fopen(path.c_str(), "wb");
  std::fwrite(values.data(), sizeof(double), values.size(), file);
  std::fclose(file);
}

template <typename Values>
std::vector<double> Doubles(const Values &values) {
  return std::vector<double>(values.begin(), values.end());
}

// Hops from the source by parents, -1 for those that are not reached.
std::vector<double> HopsOf(const pvector<NodeID> &parents) {
  std::vector<double> hops(parents.size(), -2);
  std::vector<NodeID> chain;
  for (size_t i = 0; i < parents.size(); i++) {
    NodeID u = i;
    chain.clear();
    while (hops[u] == -2 && parents[u] >= 0 && parents[u] != u) {
      chain.push_back(u);
      u = parents[u];
    }
    if (hops[u] == -2) hops[u] = parents[u] == u ? 0 : -1;
    for (size_t k = chain.size(); k-- > 0;) hops[chain[k]] = hops[parents[chain[k]]] + 1;
  }
  return hops;
}

double NowMs(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

template <typename Run>
auto Timed(Run run) -> decltype(run()) {
  double wall = NowMs(CLOCK_MONOTONIC), cpu = NowMs(CLOCK_PROCESS_CPUTIME_ID);
  auto result = run();
  cpu = NowMs(CLOCK_PROCESS_CPUTIME_ID) - cpu;
  wall = NowMs(CLOCK_MONOTONIC) - wall;
  std::printf("{\"wallMs\":%.4f,\"cpuMs\":%.4f", wall, cpu);
  return result;
}

}  // namespace

int main(int argc, char *argv[]) {
  if (argc != 2) return 1;
  Edges edges = ReadEdges(argv[1]);
  char name[] = "driver", symmetric[] = "-s", scale[] = "-g", one[] = "1";
  char *arguments[] = {name, symmetric, scale, one, nullptr};
  CLBase cli(4, arguments);
  if (!cli.ParseArgs()) return 1;
  Graph graph;
  WGraph weighted;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string kernel, answer;
    int threads = 1, delta = 1;
    words >> kernel >> threads >> answer >> delta;
    omp_set_num_threads(threads);
    // the suite's own messages come before the line that answers
    if (kernel == "build") {
      graph = Graph();
      graph = Timed([&] { return Build(cli, edges); });
    } else if (kernel == "weigh") {
      weighted = Timed([&] { return BuildWeighted(edges); });
    } else if (kernel == "components") {
      WriteAnswer(answer, Doubles(Timed([&] { return components::Afforest(graph); })));
    } else if (kernel == "breadthFirst") {
      auto parents = Timed([&] { return breadth_first::DOBFS(graph, edges.source); });
      if (answer != "-") WriteAnswer(answer, HopsOf(parents));
    } else if (kernel == "pageRank20" || kernel == "pageRank") {
      bool fixed = kernel == "pageRank20";
      WriteAnswer(answer, Doubles(Timed([&] {
        return ranks::PageRankPullGS(graph, fixed ? 20 : 1000, fixed ? 0 : 1e-6);
      })));
    } else if (kernel == "triangles") {
      size_t total = Timed([&] { return counting::Hybrid(graph); });
      WriteAnswer(answer, {static_cast<double>(total)});
    } else if (kernel == "paths") {
      WriteAnswer(answer, Doubles(Timed([&] { return paths::DeltaStep(weighted, edges.source, delta); })));
    } else {
      std::printf("{\"unknown\":\"%s\"", kernel.c_str());
    }
    std::printf("}\n");
    std::fflush(stdout);
  }
  return 0;
}

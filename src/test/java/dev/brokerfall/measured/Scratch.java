package dev.brokerfall.measured;
import java.util.*;
final class Scratch {
  public static void main(String[] a){
    for (var row : MeasuredBrokers.read().rows()){
      long t=System.nanoTime();
      Replay r;
      try { r=Replay.of(row);} catch(RuntimeException e){System.out.println(row+" "+e); continue;}
      System.out.printf("%s %.1fs%n",row,(System.nanoTime()-t)/1e9);
      Map<String,Integer> ends=new TreeMap<>();
      for (var o: r.seen()) ends.merge(o.leaders()+(o.allInSync()?"":" not in sync")+(o.electedUncleanly()?" unclean":"")+" moved="+o.partitionsMoved()+" shrunk="+o.partitionsShrunk(),1,Integer::sum);
      System.out.println("   ends "+ends+" measured "+row.leaders());
      System.out.println("   lost "+q(r.lost())+" measured "+row.lost());
      for (var f: row.figures()) { double[] v=r.values(f); boolean in=v.length>0&&v[0]<=f.least()+1e-9&&f.most()<=v[v.length-1]+1e-9;
        System.out.println("   "+f.of()+" "+f.from().orElse("")+" "+q(v)+"  measured "+f.least()+".."+f.most()+" "+f.nature()+(in?"":"  OUTSIDE")); }
    }
  }
  static String q(double[] v){ if(v.length==0) return "none"; int n=v.length; return String.format("%.3f %.3f %.3f %.3f %.3f (%d)",v[0],v[(int)(.05*n)],v[n/2],v[(int)(.95*n)],v[n-1],n);}
}
